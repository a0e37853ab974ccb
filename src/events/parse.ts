import { createHash } from "node:crypto";
import type { Delivery } from "../delivery.ts";
import type { Event, Subject } from "../event.ts";
import { decodeTransit } from "../transit/index.ts";
import { findEvent } from "./catalogue.ts";
import { isMap, readEnvelope, unreadable } from "./envelope.ts";
import { type EventDefinition, Id } from "./event-definition.ts";

/** A delivery as an event. `problems` says what does not look as Penpot sends it; the event is usable all the same. */
export interface ParsedDelivery {
  event: Event;
  /** Whether the event is in the catalogue. */
  known: boolean;
  problems: string[];
}

const NOBODY = "00000000-0000-0000-0000-000000000000";
const MAX_NAME = 200;
const MAX_PROBLEMS = 20;

/**
 * Reads a delivery; JSON and Transit give the same event. `id` becomes the event's. The team is the one of the webhook's address,
 * whatever the body claims. Envelopes of all releases are read (integration §2.1). Throws DELIVERY_UNREADABLE.
 */
export function parseDelivery(delivery: Delivery, id: string): ParsedDelivery {
  const envelope = decode(delivery);
  const name = envelope["name"];
  if (typeof name !== "string" || name === "") throw unreadable("it has no `name`, the name of the event");
  if (name.length > MAX_NAME) throw unreadable(`its \`name\` is longer than ${MAX_NAME} characters`);
  const problems: string[] = [];
  const props = readProps(envelope["props"], problems);
  const definition = findEvent(name);
  if (definition) problems.push(...checkProps(definition, props));
  if (props["teamId"] !== undefined && props["teamId"] !== delivery.teamId)
    problems.push("props.teamId: names another team than the webhook's address");
  const actor = readActor(envelope["profileId"], problems);
  const event: Event = {
    id,
    trigger: "penpot",
    name,
    at: readTime(envelope, delivery.receivedAt, problems),
    instance: delivery.instance,
    subject: toSubject(definition, props, delivery.teamId),
    ...(actor !== undefined && { actor }),
    props,
  };
  return { event, known: definition !== undefined, problems: problems.slice(0, MAX_PROBLEMS) };
}

/** Equal for two deliveries of the same bytes to the same webhook address, so that doubled ones are recognised (hex SHA-256). */
export function deliveryFingerprint({ instance, teamId, contentType, body }: Omit<Delivery, "receivedAt">): string {
  return createHash("sha256")
    .update(JSON.stringify([instance, teamId, contentType]))
    .update(body)
    .digest("hex");
}

function decode(delivery: Delivery): Record<string, unknown> {
  const { text, value } = readEnvelope(delivery);
  const decoded = toPlain(delivery.contentType === "application/json" ? value : decodeText(text));
  if (!isMap(decoded)) throw unreadable("it is Transit, but holds no map");
  return decoded;
}

function decodeText(text: string): unknown {
  try {
    return decodeTransit(text);
  } catch (error) {
    throw unreadable("it is not valid Transit", error);
  }
}

/** A copy without `__proto__` keys: assigning one of them somewhere later would exchange that object's prototype. Transit's ordered maps become objects. */
function toPlain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toPlain);
  if (!isMap(value)) return value;
  const entries = value instanceof Map ? [...value].map(([key, item]) => [String(key), item] as const) : Object.entries(value);
  return Object.fromEntries(entries.filter(([key]) => key !== "__proto__").map(([key, item]) => [key, toPlain(item)]));
}

function readProps(props: unknown, problems: string[]): Record<string, unknown> {
  if (isMap(props)) return props;
  problems.push(props === undefined ? "props: is missing" : "props: is no map");
  return {};
}

function checkProps(definition: EventDefinition, props: Record<string, unknown>): string[] {
  const result = definition.schema.safeParse(props);
  return (result.error?.issues ?? []).map((issue) => `${["props", ...issue.path.map(String)].join(".")}: ${issue.message}`);
}

function readActor(profileId: unknown, problems: string[]): string | undefined {
  if (profileId === undefined || profileId === NOBODY) return undefined;
  if (typeof profileId === "string" && Id.safeParse(profileId).success) return profileId;
  problems.push("profileId: is no id");
  return undefined;
}

/** The request's arrival at Penpot where the release tells it (≥ 2.14), else ours. */
function readTime(envelope: Record<string, unknown>, receivedAt: number, problems: string[]): string {
  for (const key of ["trackedAt", "createdAt"]) {
    const value = envelope[key];
    if (value === undefined) continue;
    const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
    if (!Number.isNaN(time)) return new Date(time).toISOString();
    problems.push(`${key}: is no time`);
  }
  return new Date(receivedAt).toISOString();
}

function toSubject(definition: EventDefinition | undefined, props: Record<string, unknown>, teamId: string): Subject {
  const keys = definition?.subject ?? { projectId: "projectId", fileId: "fileId" };
  const projectId = readId(props, keys.projectId);
  const fileId = readId(props, keys.fileId);
  return { teamId, ...(projectId !== undefined && { projectId }), ...(fileId !== undefined && { fileId }) };
}

function readId(props: Record<string, unknown>, key: string | undefined): string | undefined {
  if (key === undefined) return undefined;
  const result = Id.safeParse(props[key]);
  return result.success ? result.data : undefined;
}
