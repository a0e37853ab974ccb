import type { Command } from "commander";
import { loadConfig } from "../config/load-config.ts";
import { missingCredentials, onlyWithCredentials, openRooms } from "../rooms.ts";
import { bad, type Check, formatChecks } from "./doctor/check.ts";
import { checkForges, checkMachine, checkPenpot, type Patient } from "./doctor/checks.ts";
import { selfTest } from "./doctor/self-test.ts";
import { type ExitCode, type Io, print, progress } from "./io.ts";
import { openLog } from "./open-log.ts";

/** `penops doctor`: looks at everything Penops needs and says what to do about what is wrong. */
export function addDoctor(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("doctor")
    .description("check Penpot, token, flags, webhooks, Redis, forges and recipes; print the remedy for each")
    .option("--self-test", "prove the way from Penpot to us: a call that changes nothing, and its webhook")
    .option("--json", "print JSON")
    .action(async (options: { selfTest?: boolean; json?: boolean }) => {
      const loaded = await loadConfig({ file: program.opts()["config"], env: io.env, cwd: io.cwd });
      const { config, secrets } = loaded;
      const log = openLog(io, loaded, "silent");
      const lacking = missingCredentials(config);
      const rooms = openRooms({ config: onlyWithCredentials(config), cwd: io.cwd, log });
      const patient: Patient = { config, cwd: io.cwd, secrets, log, rooms, signal: io.signal };
      try {
        progress(io, "Looking …");
        const checks: Check[] = [
          ...lacking.map((problem) => bad("credentials", "failed", problem)),
          ...(await checkMachine(patient)),
          ...(await checkPenpot(patient)),
          ...(await checkForges(patient)),
        ];
        if (options.selfTest) checks.push(...(await selfTest(patient, io)));
        progress(io, "");
        print(io, options.json, { healthy: checks.every(({ state }) => state !== "failed"), checks }, () =>
          secrets.redact(formatChecks(checks)),
        );
        done(checks.some(({ state }) => state === "failed") ? 1 : 0);
      } finally {
        rooms.close();
      }
    });
}
