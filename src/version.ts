import { readFileSync } from "node:fs";
import * as z from "zod";

/** The program's version, from its package.json (one folder up, in a clone and in a build). */
export const version: string = z
  .object({ version: z.string() })
  .parse(JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"))).version;
