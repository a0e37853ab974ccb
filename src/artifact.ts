import { UserError } from "./errors.ts";

/** The design entity an artifact was made of. */
export interface EntityRef {
  kind: "component" | "shape" | "token-set" | "tokens";
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

/** Returns the path in its canonical form, or throws ARTIFACT_PATH when it could leave the repository or cannot be checked out everywhere. */
export function parseArtifactPath(path: string): string {
  const refuse = (why: string): never => {
    throw new UserError("ARTIFACT_PATH", `The path ${JSON.stringify(path)} ${why}.`, {
      hint: "Paths are relative to the repository's root; wrap design names in kebab() or slug().",
    });
  };
  if (path.trim() === "") return refuse("is empty");
  if (CONTROL.test(path)) return refuse("has a control character");
  if (path.includes("\\")) return refuse("has a backslash");
  if (path.startsWith("/") || /^[A-Za-z]:/.test(path)) return refuse("is absolute");
  const parts = path.split("/").filter((part) => part !== "" && part !== ".");
  if (parts.length === 0) return refuse("names no file");
  if (parts.includes("..")) return refuse("leaves the repository");
  if (parts.some((part) => part.toLowerCase() === ".git")) return refuse("lies inside .git");
  if (parts.some((part) => Buffer.byteLength(part) > 255)) return refuse("has a part longer than 255 bytes");
  return parts.join("/");
}
