import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { findPackageJSON } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const TOOLS = ["svgo", "sharp", "fontkit", "pdfkit", "svg-to-pdfkit"];
const ROOMS = ["../../render/", "../../assets/"];

/** Everything that decides how a picture's bytes come out: the versions of the libraries, and a hash of the code that draws. */
export function describeTools(): string {
  return [`code ${hashCode()}`, ...TOOLS.map((name) => `${name} ${versionOf(name)}`)].join(", ");
}

// A version number alone stays the same from one commit to the next.
function hashCode(): string {
  const hash = createHash("sha256");
  for (const room of ROOMS) {
    const folder = fileURLToPath(new URL(room, import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.[jt]s$/.test(name));
    for (const name of files.sort()) hash.update(`${name}\n`).update(readFileSync(join(folder, name)));
  }
  return hash.digest("hex").slice(0, 16);
}

function versionOf(name: string): string {
  const file = findPackageJSON(name, import.meta.url);
  return file === undefined ? "" : z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, "utf8"))).version;
}
