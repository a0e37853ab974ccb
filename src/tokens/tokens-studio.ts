import { findPathMistake } from "../artifact.ts";
import type { Token, TokenLibrary } from "../design.ts";
import type { Note } from "../run.ts";
import { type TokenOptions, toTokenSetFiles, toTokensDocument } from "./document.ts";
import type { JsonValue } from "./json.ts";
import { quote } from "./problems.ts";

/** A file of the folder, its path relative to it. */
export interface TokensStudioFile {
  path: string;
  document: JsonValue;
  /** The set it holds; undefined for the themes and the metadata. */
  set?: string;
}

/**
 * The library as Tokens Studio keeps it in a folder: `<set>.json` for each set (a `/` makes folders), `$themes.json` and `$metadata.json`
 * (file-model §6.5, §6.10). Shadows become `boxShadow`, which both Tokens Studio and Penpot read.
 */
export function toTokensStudio(
  library: TokenLibrary,
  options: TokenOptions = {},
): { files: readonly TokensStudioFile[]; notes: readonly Note[] } {
  const translated = { ...library, sets: library.sets.map((set) => ({ ...set, tokens: set.tokens.map(toStudioToken) })) };
  const notes: Note[] = [];
  const files: TokensStudioFile[] = [];
  const paths = new Set(["$themes.json", "$metadata.json"]);
  const trees = toTokenSetFiles(translated, options);
  for (const { set, document } of trees.files) {
    const path = `${set.name}.json`;
    const mistake = findPathMistake(path) ?? (paths.has(path.toLowerCase()) ? "is another file's too" : undefined);
    if (mistake)
      notes.push({ level: "warning", message: `The token set ${quote(set.name)} was left out: the path ${quote(path)} ${mistake}.` });
    else files.push({ path, document, set: set.name });
    paths.add(path.toLowerCase());
  }
  const { document } = toTokensDocument(library, options);
  return {
    files: [
      ...files,
      { path: "$themes.json", document: document["$themes"] ?? [] },
      { path: "$metadata.json", document: document["$metadata"] ?? null },
    ],
    notes: [...trees.notes, ...notes],
  };
}

function toStudioToken(token: Token): Token {
  if (token.type !== "shadow") return token;
  return { ...token, type: "boxShadow", value: Array.isArray(token.value) ? token.value.map(toStudioLayer) : toStudioLayer(token.value) };
}

function toStudioLayer(layer: unknown): unknown {
  if (typeof layer !== "object" || layer === null || Array.isArray(layer)) return layer;
  const { offsetX, offsetY, inset, ...rest } = layer as Record<string, unknown>;
  return { ...rest, x: offsetX, y: offsetY, type: inset === true || inset === "true" ? "innerShadow" : "dropShadow" };
}
