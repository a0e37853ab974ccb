import { joinKey, toNameKey } from "../keys.ts";
import type { LockEntity } from "../lock/lock.ts";
import { compareEntities } from "../lock/sort-entities.ts";

/** The same entity before and now. */
export interface Pair {
  before: LockEntity;
  after: LockEntity;
  guessed?: true;
}

/** Which entities of one kind are the same; the others were removed or added. */
export interface Matching {
  pairs: readonly Pair[];
  removed: readonly LockEntity[];
  added: readonly LockEntity[];
}

/** What makes two entities one; undefined for what shall not be matched. */
export interface Keys {
  before: (entity: LockEntity) => string | undefined;
  after: (entity: LockEntity) => string | undefined;
}

/**
 * Matches what stands in both lists by id, or by name where both have none, walking through the two as they are sorted; that is nearly all of
 * two locks, and much faster than by keys.
 */
export function matchInStep(before: readonly LockEntity[], after: readonly LockEntity[]): Matching {
  const pairs: Pair[] = [];
  const removed: LockEntity[] = [];
  const added: LockEntity[] = [];
  let [at, now] = [0, 0];
  for (let [a, b] = [before[0], after[0]]; a && b; a = before[at], b = after[now]) {
    const order = isSame(a, b) ? 0 : compareEntities(a, b);
    if (isSame(a, b)) pairs.push({ before: a, after: b });
    else {
      if (order <= 0) removed.push(a);
      if (order >= 0) added.push(b);
    }
    if (order <= 0) at += 1;
    if (order >= 0) now += 1;
  }
  return { pairs, removed: removed.concat(before.slice(at)), added: added.concat(after.slice(now)) };
}

/** Whether two entities have one id. */
export function isSameId({ before, after }: Pair): boolean {
  return before.id !== undefined && before.id === after.id;
}

function isSame(a: LockEntity, b: LockEntity): boolean {
  if (a.id !== undefined || b.id !== undefined) return a.id === b.id;
  if (a.name !== b.name || a.set !== b.set || a.path !== b.path) return false;
  return a.properties === b.properties || toNameKey(a) === toNameKey(b);
}

/** Matches the n-th entity of a key before with the n-th of that key now, so that equal lists match whole whatever they hold twice. */
export function matchAll(matching: Matching, keys: Keys): Matching {
  if (isSettled(matching)) return matching;
  const waiting = new Map<string, LockEntity>();
  // Of what has the key of another; nearly always empty.
  const queues = new Map<string, LockEntity[]>();
  for (const entity of matching.added.toReversed()) {
    const key = keys.after(entity);
    if (key === undefined) continue;
    const later = waiting.get(key);
    if (later) addTo(queues, key, later);
    waiting.set(key, entity);
  }
  if (waiting.size === 0) return matching;
  return take(matching, (before) => {
    const key = keys.before(before);
    const after = key === undefined ? undefined : waiting.get(key);
    if (key === undefined || !after) return undefined;
    const next = queues.size > 0 ? queues.get(key)?.pop() : undefined;
    if (next) waiting.set(key, next);
    else waiting.delete(key);
    return { before, after };
  });
}

/** Guesses that two entities are one where exactly one of each side has a key. */
export function guess(matching: Matching, keys: Keys): Matching {
  if (isSettled(matching)) return matching;
  const befores = uniqueBy(matching.removed, keys.before);
  const heirs = new Map<LockEntity, LockEntity>();
  for (const [key, after] of uniqueBy(matching.added, keys.after)) {
    const before = befores.get(key);
    if (before && after) heirs.set(before, after);
  }
  if (heirs.size === 0) return matching;
  return take(matching, (before) => {
    const after = heirs.get(before);
    return after && { before, after, guessed: true };
  });
}

/** Matches entities of a kind that has no sets: by id, by name, then by what they hold if no id survived. */
export function matchPlain(
  before: readonly LockEntity[],
  after: readonly LockEntity[],
  content: (entity: LockEntity) => string | undefined,
) {
  const byId = matchAll(matchInStep(before, after), both(idOf));
  const byName = matchAll(byId, both(toNameKey));
  return byId.pairs.some(isSameId) ? byName : guess(byName, both(content));
}

/** The same key on both sides. */
export function both(key: (entity: LockEntity) => string | undefined): Keys {
  return { before: (entity) => key(entity), after: (entity) => key(entity) };
}

/** An entity's id as a key. */
export function idOf({ id }: LockEntity): string | undefined {
  return id;
}

/** What an entity holds besides its name, as a key; undefined when it holds nothing that tells it apart. */
export function toContentKey({ kind, value, hash, sets, properties }: LockEntity): string | undefined {
  if (kind === "theme") return JSON.stringify(sets);
  const content = value === undefined ? hash : JSON.stringify(value);
  return content === undefined ? undefined : joinKey(content, properties && JSON.stringify(properties));
}

function isSettled({ removed, added }: Matching): boolean {
  return removed.length === 0 || added.length === 0;
}

function addTo(queues: Map<string, LockEntity[]>, key: string, entity: LockEntity): void {
  const queue = queues.get(key);
  if (queue) queue.push(entity);
  else queues.set(key, [entity]);
}

function take(matching: Matching, find: (before: LockEntity) => Pair | undefined): Matching {
  const pairs: Pair[] = [];
  const removed: LockEntity[] = [];
  for (const before of matching.removed) {
    const pair = find(before);
    if (pair) pairs.push(pair);
    else removed.push(before);
  }
  if (pairs.length === 0) return matching;
  return { pairs: matching.pairs.length > 0 ? [...matching.pairs, ...pairs] : pairs, removed, added: without(matching.added, pairs) };
}

function without(added: readonly LockEntity[], pairs: readonly Pair[]): readonly LockEntity[] {
  if (added.length === pairs.length) return [];
  const taken = new Set(pairs.map(({ after }) => after));
  return added.filter((entity) => !taken.has(entity));
}

function uniqueBy(entities: readonly LockEntity[], keyOf: (entity: LockEntity) => string | undefined): Map<string, LockEntity | undefined> {
  const found = new Map<string, LockEntity | undefined>();
  for (const entity of entities) {
    const key = keyOf(entity);
    if (key !== undefined) found.set(key, found.has(key) ? undefined : entity);
  }
  return found;
}
