import { type JsonObject, type JsonValue, toJsonObject } from "../json.ts";
import { type TokenProblem, toTokenProblem } from "../problems.ts";
import type { Resolution, ResolvedToken } from "../resolve.ts";
import type { PlainValue, TokenValue } from "../values/types.ts";
import { createPartWriter, toTokenAlias } from "./aliases.ts";
import { createGroup, type Group, place, toObject } from "./groups.ts";
import { type DtcgValue, toDtcgValue } from "./values.ts";

export interface DtcgOptions {
  /** Whether `$extensions` carries Penpot's id and type of each token, which makes the file reversible. */
  ids?: boolean | undefined;
  /** Writes resolved values where the design refers to other tokens. */
  resolve?: boolean | undefined;
}

/** A document of the Design Tokens format, 2025.10, and what it could not say. */
export interface DtcgDocument {
  document: JsonObject;
  /** How many tokens are in it. */
  tokens: number;
  problems: readonly TokenProblem[];
}

const EXTENSION = "app.penpot";

/**
 * Resolved tokens as one strict DTCG 2025.10 document (file-model §6.8), in the design's order. Aliases stay where they are the whole value
 * and point to a token of the document. Tokens that the format has no type for stand in the document's `$extensions`; those without a value
 * are left out, as the resolution's problems say.
 */
export function toDtcg({ tokens }: Pick<Resolution, "tokens">, options: DtcgOptions = {}): DtcgDocument {
  const problems: TokenProblem[] = [];
  const items = new Map<string, DtcgValue>();
  const others: [string, JsonValue][] = [];
  const root = createGroup();
  for (const token of tokens) {
    if (token.value === undefined) continue;
    const value = toDtcgValue(token.type, token.value, (_part, _type, own) => own);
    if (!value) {
      others.push([token.name, toOther(token, token.value, options)]);
      if (token.value.kind === "number" || token.value.kind === "typography") problems.push(toUnsayable(token, token.value));
      continue;
    }
    const mistake = place(root, token.name, () => write(token, value, items, options));
    if (mistake) {
      problems.push(warn(token, "TOKEN_NAME", `was left out of the DTCG file: ${mistake}`, "Rename it."));
      continue;
    }
    items.set(token.name, value);
    if (value.added.length > 0)
      problems.push(warn(token, "TOKEN_INCOMPLETE", `leaves out what DTCG requires; added: ${value.added.join(", ")}`));
  }
  return { document: toDocument(root, others), tokens: items.size, problems };
}

/** The same, as one document for each set whose tokens apply, in the library's order; aliases point into the same file. */
export function toDtcgFiles(
  { sets, tokens }: Pick<Resolution, "sets" | "tokens">,
  options: DtcgOptions = {},
): readonly (DtcgDocument & { set: string })[] {
  const ofSet = new Map<string, ResolvedToken[]>(sets.map((set) => [set, []]));
  for (const token of tokens) ofSet.get(token.set)?.push(token);
  return [...ofSet].map(([set, own]) => ({ set, ...toDtcg({ tokens: own }, options) }));
}

function toDocument(root: Group, others: readonly [string, JsonValue][]): JsonObject {
  const extensions: [string, JsonValue][] =
    others.length === 0 ? [] : [["$extensions", toJsonObject([[EXTENSION, toJsonObject([["tokens", toJsonObject(others)]])]])]];
  return toJsonObject([...extensions, ...Object.entries(toObject(root))]);
}

function write(token: ResolvedToken, own: DtcgValue, items: ReadonlyMap<string, DtcgValue>, options: DtcgOptions): JsonObject {
  const inFile = (name: string) => items.get(name);
  const value =
    options.resolve || token.value === undefined ? own : (toDtcgValue(token.type, token.value, createPartWriter(token, inFile)) ?? own);
  const alias = options.resolve ? undefined : toTokenAlias(token, own, inFile);
  const extension = [...toIdentity(token, options), ...own.extension];
  return toJsonObject([
    ["$type", own.type],
    ["$value", alias ?? value.value],
    ...(token.token.description === "" ? [] : [["$description", token.token.description] as const]),
    ...(extension.length === 0 ? [] : [["$extensions", toJsonObject([[EXTENSION, toJsonObject(extension)]])] as const]),
  ]);
}

function toIdentity({ type, token }: ResolvedToken, { ids }: DtcgOptions): [string, JsonValue][] {
  if (!ids) return [];
  return [...(token.id === undefined ? [] : [["id", token.id] as [string, JsonValue]]), ["type", type]];
}

/** A value without a DTCG type, in Penpot's words. */
function toOther({ type, token }: ResolvedToken, value: TokenValue, { ids }: DtcgOptions): JsonObject {
  return toJsonObject([
    ["type", type],
    ["value", toPlain(value)],
    ...(token.description === "" ? [] : [["description", token.description] as const]),
    ...(!ids || token.id === undefined ? [] : [["id", token.id] as const]),
  ]);
}

function toPlain(value: TokenValue): PlainValue["value"] {
  if (value.kind === "plain") return value.value;
  if (value.kind === "text") return value.text;
  if (value.kind === "number") return value.unit ? `${value.number}${value.unit}` : value.number;
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}

function toUnsayable(token: ResolvedToken, value: TokenValue): TokenProblem {
  const why = value.kind === "typography" ? "it has no font or no font size" : "DTCG has no percentages";
  return warn(token, "TOKEN_INEXPRESSIBLE", `stands only in the $extensions of the DTCG file: ${why}`);
}

function warn({ set, name }: ResolvedToken, code: string, says: string, hint?: string): TokenProblem {
  return toTokenProblem({ set, token: name }, { level: "warning", code, says, hint });
}
