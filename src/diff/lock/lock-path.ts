import { hash } from "node:crypto";

/** Names Windows keeps for itself, whatever their ending. */
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/;

/**
 * Where a recipe's lock of a design file lies in the repository. By the file's id, so that it is found again when the file is renamed;
 * a name that is no safe file name gets a hash of itself.
 */
export function lockPath(recipe: string, fileId: string): string {
  return `.penops/${toSafeName(recipe)}/${toSafeName(fileId)}.lock`;
}

function toSafeName(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9_-])?$/.test(text) && !RESERVED.test(text) && !text.includes("..")) return text;
  const words =
    text
      .slice(0, 200)
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  return [words.join("-").slice(0, 40), hash("sha256", text, "hex").slice(0, 16)].filter((part) => part !== "").join("-");
}
