import type { JsonValue } from "../json.ts";
import { toAlias } from "../references.ts";
import type { ResolvedToken } from "../resolve.ts";
import type { DtcgValue, WritePart } from "./values.ts";

/** What a name stands for in the file; undefined when it is not in it. */
export type InFile = (name: string) => DtcgValue | undefined;

const PARTS = new Map([
  ["fontFamily", "fontFamilies"],
  ["fontSize", "fontSizes"],
  ["fontWeight", "fontWeights"],
  ["lineHeight", "lineHeights"],
]);

/** `{a.b}` when a token is one reference to a token of the file that has the same type and value: else an alias would change it. */
export function toTokenAlias(token: ResolvedToken, own: DtcgValue, inFile: InFile): string | undefined {
  const target = token.alias === undefined ? undefined : inFile(token.alias);
  return target && isSame(own, target) ? `{${token.alias}}` : undefined;
}

/** Writes the parts of a composite token as the aliases they were authored as, under the same condition. */
export function createPartWriter(token: ResolvedToken, inFile: InFile): WritePart {
  const authored = token.alias === undefined ? token.token.value : undefined;
  return (part, type, value) => {
    const name = findAlias(authored, part.split("."));
    const target = name === undefined ? undefined : inFile(name);
    return target?.type === type && print(target.value) === print(value) ? `{${name}}` : value;
  };
}

function findAlias(authored: unknown, path: readonly string[]): string | undefined {
  let value = authored;
  // One shadow may be written without a list around it.
  if (path.length > 1 && !Array.isArray(value)) value = [value];
  for (const key of path) {
    const own = PARTS.get(key) ?? key;
    value = typeof value === "object" && value !== null && Object.hasOwn(value, own) ? (value as Record<string, unknown>)[own] : undefined;
  }
  if (Array.isArray(value) && value.length === 1) [value] = value;
  return typeof value === "string" ? toAlias(value) : undefined;
}

function isSame(one: DtcgValue, other: DtcgValue): boolean {
  return one.type === other.type && print(one.value) === print(other.value) && print(one.extension) === print(other.extension);
}

function print(value: JsonValue | DtcgValue["extension"]): string {
  return JSON.stringify(value);
}
