import type { FileRef } from "../design.ts";
import type { Event } from "../event.ts";
import { findEvent } from "../events/index.ts";
import type { Logger } from "../log.ts";
import type { Recipe } from "../recipe.ts";
import type { RunRequest, SyncedState } from "../run.ts";
import { matchRecipes } from "./match.ts";
import type { SourceFile, SourceIndex } from "./sources.ts";
import { isSettled } from "./synced.ts";

export interface DispatcherDeps {
  /** Asked every time, so that recipes can be loaded anew. */
  recipes(): readonly Recipe[];
  sources: Pick<SourceIndex, "refresh" | "resolve">;
  enqueue(request: RunRequest, event: Event): Promise<unknown>;
  /** What a recipe's text (its hash) was last run for. */
  getSynced(recipeHash: string, file: FileRef): Promise<SyncedState | undefined>;
  /** Our own profile on each instance: what it does comes back as events. */
  ownProfiles: ReadonlyMap<string, string>;
  /** Told of the nonce of a self-test that came back. */
  rememberNonce(nonce: string): Promise<unknown>;
  log: Logger;
  /** Milliseconds since the epoch. */
  now(): number;
}

/** What an event led to. `own`: ours, dropped · `unknown`: not in the catalogue · `handled`: held against the recipes. */
export interface Handled {
  state: "own" | "unknown" | "handled";
  files: number;
  enqueued: number;
}

/** What a look at all files led to. */
export interface Reconciled {
  files: number;
  enqueued: number;
  /** Some part of Penpot did not answer; `problems` says which. */
  incomplete: boolean;
  problems: readonly string[];
}

/** Turns events and the timer into runs. */
export interface Dispatcher {
  /** Enqueues a run per recipe and file that an event concerns. Throws when Penpot or the queue does, so that the event can be tried again. */
  handle(event: Event, signal: AbortSignal): Promise<Handled>;
  /** Enqueues a run for every recipe and file whose revision it was not run for; what no event told. */
  reconcile(signal: AbortSignal): Promise<Reconciled>;
}

const MAX_NONCE = 200;

/** Creates the dispatcher; it keeps nothing itself. */
export function createDispatcher(deps: DispatcherDeps): Dispatcher {
  const since = deps.now();
  return { handle: (event, signal) => handle(event, deps, signal), reconcile: (signal) => reconcile(deps, since, signal) };
}

async function handle(event: Event, deps: DispatcherDeps, signal: AbortSignal): Promise<Handled> {
  const log = deps.log.child({ event: event.id, name: event.name, instance: event.instance });
  if (event.actor !== undefined && event.actor === deps.ownProfiles.get(event.instance)) {
    const nonce = event.props["penopsNonce"];
    if (typeof nonce === "string" && nonce.length <= MAX_NONCE) await deps.rememberNonce(nonce);
    log.debug("Own event dropped");
    return { state: "own", files: 0, enqueued: 0 };
  }
  if (event.trigger === "penpot" && !findEvent(event.name)) {
    log.info("Unknown event; no recipe can wait for it");
    return { state: "unknown", files: 0, enqueued: 0 };
  }
  const recipes = deps.recipes().filter(({ on }) => event.trigger !== "penpot" || Object.hasOwn(on, event.name));
  // Looking files up asks Penpot, and most events are for nobody.
  const files = recipes.length > 0 ? await deps.sources.resolve(event, signal) : [];
  let enqueued = 0;
  for (const file of files) {
    signal.throwIfAborted();
    for (const recipe of wanted(recipes, event, file, log)) {
      const { quiet, "max-wait": maxWait } = recipe.debounce;
      await deps.enqueue({ recipe: recipe.name, file: toFileRef(file), quietMs: quiet, maxWaitMs: maxWait }, event);
      enqueued++;
    }
  }
  log.debug({ files: files.length, enqueued }, "Event handled");
  return { state: "handled", files: files.length, enqueued };
}

async function reconcile(deps: DispatcherDeps, since: number, signal: AbortSignal): Promise<Reconciled> {
  const { files, incomplete, problems } = await deps.sources.refresh(signal);
  let enqueued = 0;
  for (const file of files) {
    signal.throwIfAborted();
    const event = toReconcileEvent(file, deps.now());
    const ref = toFileRef(file);
    for (const recipe of wanted(deps.recipes(), event, file, deps.log)) {
      if (isSettled(file, await deps.getSynced(recipe.hash, ref), { now: deps.now(), since })) continue;
      await deps.enqueue({ recipe: recipe.name, file: ref, quietMs: 0, maxWaitMs: 0 }, event);
      enqueued++;
    }
  }
  deps.log.debug({ files: files.length, enqueued, incomplete }, "Files compared with what was synced");
  return { files: files.length, enqueued, incomplete, problems };
}

function wanted(recipes: readonly Recipe[], event: Event, file: SourceFile, log: Logger): Recipe[] {
  return matchRecipes(recipes, event, file).flatMap(({ recipe, matched, failed }) => {
    if (failed !== undefined)
      log.warn({ recipe: recipe.name, file: file.id, error: failed }, "The condition of a recipe could not be evaluated");
    return matched ? [recipe] : [];
  });
}

function toReconcileEvent(file: SourceFile, now: number): Event {
  const { id, instance, teamId, projectId, revn, vern } = file;
  return {
    id: `reconcile-${id}-${revn}-${vern}`,
    trigger: "reconcile",
    name: "reconcile",
    at: new Date(now).toISOString(),
    instance,
    subject: { teamId, projectId, fileId: id },
    props: {},
  };
}

function toFileRef({ instance, teamId, projectId, id, name }: SourceFile): FileRef {
  return { instance, teamId, projectId, fileId: id, name };
}
