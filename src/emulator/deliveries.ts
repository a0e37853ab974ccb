import type { Logger } from "../log.ts";
import { encodeTransit } from "../transit/index.ts";
import { createId } from "./ids.ts";
import { deliver, type Outcome, type ReceiverRules } from "./receiver.ts";
import { findTeamOfProject, type Hook, type State } from "./state.ts";
import { printJson, toJsonValue, toTransitValue } from "./value.ts";

/** Something a webhook announces. `props` is in the API's JSON form; instants ISO-8601. */
export interface PenpotEvent {
  name: string;
  profileId: string;
  props: Readonly<Record<string, unknown>>;
  createdAt: string;
  trackedAt: string;
}

/** One request the emulator sent to a hook, and what became of it. `errorCode` is what Penpot would have stored (integration.md §1.3). */
export interface SentDelivery {
  id: string;
  event: string;
  hookId: string;
  uri: string;
  contentType: string;
  body: string;
  sentAt: string;
  outcome: Outcome;
}

/** Milliseconds; Penpot's own are the defaults (integration.md §3, §1.1). */
export interface Delays {
  updateFileMs: number;
  pinMs: number;
  dispatchMs: number;
}

interface Batch {
  key: string;
  delayMs: number;
}

/** Takes events and sends them to the team's hooks, one request at a time, without retries. */
export interface Deliveries {
  /** With a batch the event waits for the end of the burst of its key, and only the last one counts. */
  submit(event: PenpotEvent, batch?: Batch): void;
  /** Sends everything that waits, now, and resolves when it was sent. */
  flush(): Promise<void>;
  readonly sent: readonly SentDelivery[];
  close(): Promise<void>;
}

interface Waiting {
  event: PenpotEvent;
  timer: NodeJS.Timeout;
}

const MAX_REMEMBERED = 1000;
const HIDDEN_PROPS = new Set(["sessionId", "password", "oldPassword", "token", "clientSecret"]);
const MAX_ERRORS = 3;

interface DeliveryOptions {
  state: State;
  rules: ReceiverRules;
  dispatchMs: number;
  /** Off, events go nowhere. */
  isOn: boolean;
  log: Logger;
}

/** Creates the delivery side of one emulator. */
export function createDeliveries({ state, rules, dispatchMs, isOn, log }: DeliveryOptions): Deliveries {
  const waiting = new Map<string, Waiting>();
  const sent: SentDelivery[] = [];
  const closing = new AbortController();
  let line: Promise<void> = Promise.resolve();

  function schedule(key: string, event: PenpotEvent, delayMs: number): void {
    clearTimeout(waiting.get(key)?.timer);
    waiting.delete(key);
    waiting.set(key, { event, timer: setTimeout(() => dispatch(key), delayMs) });
  }

  function dispatch(key: string): void {
    const found = waiting.get(key);
    if (!found) return;
    waiting.delete(key);
    clearTimeout(found.timer);
    // The hooks are looked up now and not when the event happened, as in Penpot (integration.md §1.1).
    for (const hook of findHooks(state, found.event.props)) line = line.then(() => send({ ...hook }, found.event));
  }

  async function send(hook: Hook, event: PenpotEvent): Promise<void> {
    if (closing.signal.aborted) return;
    const body = writeBody(event, hook.mtype);
    const sentAt = state.now();
    const outcome = await deliver(hook.uri, hook.mtype, body, rules, closing.signal);
    if (closing.signal.aborted) return;
    recordOutcome(state, hook.id, outcome.errorCode);
    sent.push({ id: createId(), event: event.name, hookId: hook.id, uri: hook.uri, contentType: hook.mtype, body, sentAt, outcome });
    if (sent.length > MAX_REMEMBERED) sent.shift();
    log.info({ event: event.name, hook: hook.id, status: outcome.status, error: outcome.errorCode ?? outcome.lost }, "webhook sent");
  }

  return {
    sent,
    submit: (event, batch) => {
      if (closing.signal.aborted || !isOn) return;
      const props = cleanProps(event.props);
      schedule(batch?.key ?? createId(), { ...event, props }, (batch?.delayMs ?? 0) + dispatchMs);
    },
    flush: async () => {
      for (const key of [...waiting.keys()]) dispatch(key);
      await line;
    },
    close: async () => {
      closing.abort();
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
      await line;
    },
  };
}

/** By team, else project, else file: the first id present decides, even when it finds no hook (integration.md §1.1). */
function findHooks(state: State, { teamId, projectId, fileId }: Readonly<Record<string, unknown>>): Hook[] {
  const team = teamId ?? (projectId !== undefined ? findTeamOfProject(state, String(projectId)) : teamOfFile(state, String(fileId)));
  return [...state.hooks.values()].filter((hook) => hook.isActive === true && hook.teamId === team);
}

function teamOfFile(state: State, fileId: string): string | undefined {
  return state.files.has(fileId) ? state.team.id : undefined;
}

function cleanProps(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(props).filter(([key, value]) => value !== undefined && value !== null && !key.includes("/") && !HIDDEN_PROPS.has(key)),
  );
}

function recordOutcome(state: State, hookId: string, errorCode: string | undefined): void {
  const hook = state.hooks.get(hookId);
  if (!hook) return;
  const { errorCode: _, ...rest } = hook;
  if (errorCode === undefined) {
    state.hooks.set(hookId, { ...rest, errorCount: 0 });
    return;
  }
  const errorCount = hook.errorCount + 1;
  state.hooks.set(hookId, { ...rest, errorCode, errorCount, ...(errorCount >= MAX_ERRORS && { isActive: false }) });
}

/** The body of a delivery, in Penpot's key order (that of its `jsonb` columns: shorter first; integration.md §2.3). */
export function writeBody({ name, props, createdAt, profileId, trackedAt }: PenpotEvent, contentType: string): string {
  const envelope = { name, props: sortKeys(props), createdAt, profileId, trackedAt };
  if (contentType === "application/transit+json") return encodeTransit(toTransitValue(envelope));
  return printJson(shortenInstants(toJsonValue(envelope)), { indent: 2 });
}

function sortKeys(props: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const length = (key: string): number => key.length + (key.match(/[A-Z]/g)?.length ?? 0);
  const compare = (a: string, b: string): number => length(a) - length(b) || (a < b ? -1 : 1);
  return Object.fromEntries(Object.entries(props).sort(([a], [b]) => compare(a, b)));
}

function shortenInstants(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => shortenInstants(item));
  if (typeof value === "string" && key.endsWith("At")) return value.replace(/(\.\d{3})\d*Z$/, "$1Z").replace(".000Z", "Z");
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shortenInstants(item, name)]));
}
