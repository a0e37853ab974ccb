import { type Command, Option } from "commander";
import { type Role, startApp } from "../app.ts";
import { loadConfig } from "../config/load-config.ts";
import { type ExitCode, type Io, untilStopped } from "./io.ts";
import { openLog } from "./open-log.ts";

/** `penops serve`: the daemon. */
export function addServe(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("serve")
    .description("receive Penpot's webhooks, run the recipes, keep the pull requests up to date")
    .addOption(
      new Option("--role <role>", "everything in one process, or one half of it").choices(["all", "receiver", "worker"]).default("all"),
    )
    .action(async ({ role }: { role: Role }) => {
      const loaded = await loadConfig({ file: program.opts()["config"], env: io.env, cwd: io.cwd });
      const log = openLog(io, loaded);
      const app = await startApp({ config: loaded.config, secrets: loaded.secrets, role, cwd: io.cwd, log, signal: io.signal });
      await untilStopped(io.signal);
      log.info("Stopping: runs in hand may end");
      await app.close();
      log.info("Stopped");
      done(0);
    });
}
