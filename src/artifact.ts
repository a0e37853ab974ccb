import { UserError } from "./errors.ts";

/** The design entity an artifact was made of. */
export interface EntityRef {
  kind: "component" | "shape" | "image" | "font" | "file" | "token-set" | "tokens";
  id: string;
  name: string;
}

/** A file a step produced. `path` is relative to the repository's root, with `/`. */
export interface Artifact {
  path: string;
  content: Uint8Array;
  from?: EntityRef;
}

const CONTROL = /\p{Cc}/u;

/** What is said to the author of a path that cannot be. */
export const PATH_HINT = "Paths are relative to the repository's root; wrap design names in kebab() or slug().";

/** Returns the path in its canonical form, or throws ARTIFACT_PATH when it could leave the repository or cannot be checked out everywhere. */
export function parseArtifactPath(path: string): string {
  const mistake = findPathMistake(path);
  if (mistake !== undefined) throw new UserError("ARTIFACT_PATH", `The path ${JSON.stringify(path)} ${mistake}.`, { hint: PATH_HINT });
  return toParts(path).join("/");
}

/** Why a path cannot be an artifact's, in words that follow its quotation; nothing when it can. */
export function findPathMistake(path: string): string | undefined {
  if (path.trim() === "") return "is empty";
  if (CONTROL.test(path)) return "has a control character";
  if (!path.isWellFormed()) return "has half of a character";
  if (path.includes("\\")) return "has a backslash";
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return "is absolute";
  const parts = toParts(path);
  if (parts.length === 0) return "names no file";
  if (parts.includes("..")) return "leaves the repository";
  if (parts.some((part) => part.toLowerCase() === ".git")) return "lies inside .git";
  if (/[<>:"|?*]/.test(path)) return 'has one of < > : " | ? *, which cannot be in names on Windows';
  if (parts.some((part) => /[. ]$/.test(part))) return "has a part that ends in a dot or a space, which cannot be on Windows";
  if (parts.some((part) => Buffer.byteLength(part) > 255)) return "has a part longer than 255 bytes";
  return undefined;
}

function toParts(path: string): string[] {
  return path.split("/").filter((part) => part !== "" && part !== ".");
}
