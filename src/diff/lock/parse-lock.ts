import { type Json, toJson } from "../json.ts";
import { ENTITY_KINDS, type EntityKind, type Lock, type LockEntity } from "./lock.ts";
import { LOCK_VERSION } from "./print-lock.ts";
import { compareEntities } from "./sort-entities.ts";

/** A lock; with a problem, in a sentence, where not all of it could be read; only the problem where nothing could. */
export type ParsedLock = { lock: Lock; problem?: string } | { problem: string };

const KINDS = new Set<unknown>(ENTITY_KINDS);

const FIELDS: readonly (readonly [keyof LockEntity, (value: unknown) => boolean])[] = [
  ["path", isText],
  ["set", isText],
  ["id", isText],
  ["type", isText],
  ["hash", isText],
  ["description", isText],
  ["page", isText],
  ["variant", isText],
  ["properties", isPairs],
  ["propertyNames", isTexts],
  ["sets", isTexts],
  ["paths", isTexts],
  ["revn", Number.isSafeInteger],
];

/**
 * Reads a lock's text; whatever is wrong with it, nothing is thrown. Lines that cannot be read are left out and told; of an unresolved
 * merge conflict both sides are read. Keys this version does not know are left out.
 */
export function parseLock(text: string): ParsedLock {
  const lines = text
    .replace(/^\ufeff/, "")
    .split("\n")
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter((line) => line.text !== "" && !line.text.startsWith("#"));
  const [first, ...rest] = lines.filter((line) => !isConflictMark(line.text));
  if (!first) return { problem: "The lock is empty." };
  const head = toHead(parseRecord(first.text) ?? {});
  if ("problem" in head) return head;
  const entities: LockEntity[] = [];
  const broken: number[] = [];
  const combinations = new Set(head.combinations);
  for (const line of rest) {
    const entity = toEntity(parseRecord(line.text) ?? {}, combinations);
    if (entity) entities.push(entity);
    else broken.push(line.number);
  }
  const conflict = lines.find((line) => isConflictMark(line.text));
  const problem = toProblem(broken, conflict?.number);
  return { lock: { ...head, entities: entities.sort(compareEntities) }, ...(problem !== undefined && { problem }) };
}

function isConflictMark(line: string): boolean {
  return /^(?:<{7}|={7}|>{7}|\|{7})(?: |$)/.test(line);
}

function toProblem([first, ...others]: readonly number[], conflict: number | undefined): string | undefined {
  if (conflict !== undefined) return `The lock has an unresolved merge conflict in line ${conflict}.`;
  if (first === undefined) return undefined;
  const more = others.length > 0 ? ` and ${others.length} more` : "";
  return `Line ${first}${more} of the lock cannot be read.`;
}

function parseRecord(line: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function toHead(record: Record<string, unknown>): Omit<Lock, "entities"> | { problem: string } {
  const { "penops-lock": version, instance, file, combinations = [] } = record;
  if (!Number.isSafeInteger(version))
    return { problem: "The lock cannot be read: its first line does not say that it is a lock of Penops." };
  if (version !== LOCK_VERSION)
    return { problem: `The lock has format ${String(version)}; this version of Penops reads format ${LOCK_VERSION}.` };
  if (!isText(instance) || !isText(file) || !isTexts(combinations))
    return { problem: "The lock cannot be read: its first line names no instance or no file." };
  return { instance, fileId: file, combinations: [...new Set(combinations)] };
}

function toEntity(record: Record<string, unknown>, combinations: ReadonlySet<string>): LockEntity | undefined {
  const { kind, name, value } = record;
  if (!isKind(kind) || !isText(name)) return undefined;
  const entity: Record<string, unknown> = { kind, name, paths: [], revn: 0 };
  for (const [key, isRight] of FIELDS) {
    const field = record[key];
    if (field === undefined) continue;
    if (!isRight(field)) return undefined;
    entity[key] = field;
  }
  if (value !== undefined) entity["value"] = toJson(value);
  const resolved = toResolved(record, combinations);
  if (resolved) entity["resolved"] = resolved;
  return entity as unknown as LockEntity;
}

function toResolved({ resolved, resolvedIn }: Record<string, unknown>, combinations: ReadonlySet<string>): Map<string, Json> | undefined {
  if (Array.isArray(resolvedIn)) {
    const pairs = resolvedIn.filter((pair): pair is [string, unknown] => Array.isArray(pair) && combinations.has(pair[0]));
    return pairs.length > 0 ? new Map(pairs.map(([name, value]) => [name, toJson(value)])) : undefined;
  }
  if (resolved === undefined || combinations.size === 0) return undefined;
  const value = toJson(resolved);
  return new Map([...combinations].map((name) => [name, value]));
}

function isKind(value: unknown): value is EntityKind {
  return KINDS.has(value);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every(isText);
}

function isPairs(value: unknown): boolean {
  return Array.isArray(value) && value.every((pair) => isTexts(pair) && pair.length === 2);
}
