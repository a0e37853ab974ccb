import { posix } from "node:path";
import type { FontKind } from "../../assets/index.ts";
import type { Face } from "./faces.ts";
import { FORMATS, type Located } from "./files.ts";

const NAMES: Readonly<Record<FontKind, string>> = { woff2: "woff2", woff: "woff", ttf: "truetype", otf: "opentype" };

/** A style sheet with one `@font-face` per face, in the order of family, weight and style; addresses are relative to `path`. */
export function toFontCss(files: readonly Located[], path: string, display: string): string {
  const byFace = new Map<Face, Located[]>();
  for (const file of files) byFace.set(file.face, [...(byFace.get(file.face) ?? []), file]);
  const faces = [...byFace].sort(
    ([a], [b]) => compare(a.family, b.family) || Number(a.weight) - Number(b.weight) || compare(a.style, b.style),
  );
  return faces.map(([face, own]) => toRule(face, own, path, display)).join("\n");
}

function toRule({ family, weight, style }: Face, files: readonly Located[], path: string, display: string): string {
  const inOrder = [...files].sort((a, b) => FORMATS.indexOf(a.format) - FORMATS.indexOf(b.format));
  const sources = inOrder.map((file) => `    url("${toUrl(path, file.path)}") format("${NAMES[file.format]}")`);
  return [
    "@font-face {",
    `  font-family: ${quote(family)};`,
    `  font-style: ${style === "italic" ? "italic" : "normal"};`,
    `  font-weight: ${/^\d{1,4}$/.test(weight) ? weight : "400"};`,
    `  font-display: ${display};`,
    "  src:",
    `${sources.join(",\n")};`,
    "}",
    "",
  ].join("\n");
}

function toUrl(from: string, to: string): string {
  return posix.relative(posix.dirname(from), to).split("/").map(encodeURIComponent).join("/");
}

/** A family's name as a CSS string, whatever is in it. */
function quote(text: string): string {
  const escaped = text.replace(/[\p{Cc}\p{Cs}"'\\<>]/gu, (sign) => `\\${sign.codePointAt(0)?.toString(16)} `);
  return `"${escaped}"`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
