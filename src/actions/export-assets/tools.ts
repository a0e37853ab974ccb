import { readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import * as z from "zod";
import { version } from "../../version.ts";

const TOOLS = ["svgo", "@resvg/resvg-js", "sharp", "fontkit", "pdfkit", "svg-to-pdfkit"];

/** The versions of everything that decides how a picture's bytes come out. */
export function describeTools(): string {
  return [`penops ${version}`, ...TOOLS.map((name) => `${name} ${versionOf(name)}`)].join(", ");
}

function versionOf(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  return file === undefined ? "" : z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
