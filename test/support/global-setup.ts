import { missing, type Need } from "./needs.ts";

const NEEDS: readonly Need[] = ["redis-server", "chromium", "git-http-backend", "shared/penpot/samples", "shared/gitlab"];

/** Says plainly, before the tests, which of them this machine cannot run. */
export function setup(): void {
  const reasons = NEEDS.map(missing).filter((reason) => reason !== undefined);
  for (const reason of reasons) process.stdout.write(`Skipped here: tests that need it (${reason}).\n`);
}
