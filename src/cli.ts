#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import type { Io } from "./commands/io.ts";

/** How long a stopped program may take to put its work down, in milliseconds. */
const LAST_MOMENT = 40_000;

// Compiled once, started faster ever after.
enableCompileCache();
const { main } = await import("./commands/main.ts");

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    if (stop.signal.aborted && name === "SIGINT") process.exit(130);
    stop.abort(new Error(`stopped by ${name}`));
    setTimeout(() => process.exit(1), LAST_MOMENT).unref();
  });
}
// Whoever read what we print has gone (`| head`): there is nothing left to do.
process.stdout.on("error", () => stop.abort(new Error("nobody reads the output any more")));
const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  signal: stop.signal,
};
process.exit(await main(process.argv.slice(2), io));
