import { isSameJson, type Json } from "../json.ts";
import type { Lock, LockEntity } from "./lock.ts";
import { compareEntities } from "./sort-entities.ts";

/** The version of the format; raised when an older Penops could misread a newer lock. */
export const LOCK_VERSION = 1;

const COMMENT = "# Made by Penops: what was synced last from Penpot. Not for editing; a lost one is written anew.";

/**
 * The lock's text (README.md in this folder). The blank lines keep the changes of neighbours apart: Git takes two changes without an unchanged
 * line between them for one conflict.
 */
export function printLock(lock: Lock): string {
  const { instance, fileId, combinations } = lock;
  const head = printLine({ "penops-lock": LOCK_VERSION, instance, file: fileId, ...(combinations.length > 0 && { combinations }) });
  const lines = lock.entities.toSorted(compareEntities).map((entity) => printEntity(entity, combinations));
  return `${[`${COMMENT}\n${head}`, ...lines].join("\n\n")}\n`;
}

function printEntity(entity: LockEntity, combinations: readonly string[]): string {
  return printLine(toRecord(entity, combinations));
}

/** In the order people look for things; what is undefined is not printed. */
function toRecord(entity: LockEntity, combinations: readonly string[]): Record<string, unknown> {
  const { kind, name, path, set, id, type, value, resolved, hash, description, page, variant, properties, propertyNames, sets } = entity;
  const resolution = resolved && toResolution(resolved, combinations);
  const paths = entity.paths.length > 0 ? entity.paths : undefined;
  const rest = { hash, description, page, variant, properties, propertyNames, sets, paths, revn: entity.revn };
  return { kind, name, path, set, id, type, value, ...resolution, ...rest };
}

function toResolution(resolved: ReadonlyMap<string, Json>, combinations: readonly string[]): Record<string, Json> | undefined {
  if (resolved.size === 0) return undefined;
  const common = toCommonValue(resolved, combinations);
  if (common !== undefined) return { resolved: common };
  // No object: see toJson on keys.
  return { resolvedIn: combinations.flatMap((name) => (resolved.has(name) ? [[name, resolved.get(name) ?? null]] : [])) };
}

/** The value a token has in every combination, as most have; the line then stays as it is when a combination comes or goes. */
export function toCommonValue(resolved: ReadonlyMap<string, Json>, combinations: readonly string[]): Json | undefined {
  if (resolved.size !== combinations.length) return undefined;
  const [first = ""] = combinations;
  const value = resolved.get(first);
  return combinations.every((name) => resolved.has(name) && isSameJson(resolved.get(name), value)) ? value : undefined;
}

/** Compact JSON in which nothing breaks, turns or hides text. */
function printLine(record: Record<string, unknown>): string {
  const json = JSON.stringify(record);
  if (!/[^\x20-\x7e]/.test(json)) return json;
  // U+200D stays, for it joins emoji.
  return json.replace(/(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join(""),
  );
}
