import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import type { Logger } from "../log.ts";

const STOP_MS = 10_000;
const RESTART_MS = 500;

/** A server process that is ours. */
export interface RedisProcess {
  hasEnded(): boolean;
  /** The end of what it printed. */
  lastWords(): string;
  /** From now on it is started again when it dies. */
  keepRunning(): void;
  /** Lets it write what is left and waits for its end. */
  stop(): Promise<void>;
}

/** Starts the program with these configuration lines; it ends when this process does, unless this process is killed hard. */
export function superviseRedis(program: string, folder: string, config: readonly string[], log: Logger): RedisProcess {
  let words = "";
  let keep = false;
  let restart: NodeJS.Timeout | undefined;
  const start = () => {
    const started = spawnRedis(program, folder, config, (text) => {
      words = `${words}${text}`.slice(-2000);
    });
    started.once("exit", (code, killedBy) => {
      if (!keep) return;
      log.error({ code, killedBy }, "The Redis that Penops started has ended; starting it again");
      restart = setTimeout(() => {
        child = start();
      }, RESTART_MS);
    });
    return started;
  };
  let child = start();
  const endWithUs = () => child.kill("SIGTERM");
  process.once("exit", endWithUs);
  return {
    hasEnded: () => hasEnded(child),
    lastWords: () => words.trim().split("\n").slice(-3).join(" "),
    keepRunning() {
      keep = true;
    },
    async stop() {
      keep = false;
      clearTimeout(restart);
      process.off("exit", endWithUs);
      await endProcess(child);
    },
  };
}

/** The configuration goes in through stdin: no file, and no password on the command line. */
function spawnRedis(program: string, folder: string, config: readonly string[], say: (text: string) => void): ChildProcess {
  // a group of its own: Ctrl-C in a terminal must reach Penops alone, which stops Redis last
  const child = spawn(program, ["-"], { cwd: folder, stdio: ["pipe", "pipe", "pipe"], detached: true });
  child.on("error", (error) => say(`${error.message}\n`));
  child.stdout.setEncoding("utf8").on("data", say);
  child.stderr.setEncoding("utf8").on("data", say);
  child.stdin.on("error", () => undefined);
  child.stdin.end(`${config.join("\n")}\n`);
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}

/** SIGTERM is Redis's SHUTDOWN: it writes what is left and goes. */
async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, "exit");
  child.kill("SIGTERM");
  const timer = setTimeout(() => child.kill("SIGKILL"), STOP_MS);
  await ended;
  clearTimeout(timer);
}
