import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./queue-child-program.ts", import.meta.url));

/** A process of its own, to be killed in the middle of its work. */
export interface QueueChild {
  /** Resolves with the first line that begins so; rejects when the process ends before. */
  says(start: string): Promise<string>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** Starts a part of queue-child-program.ts; `args` are its arguments. */
export function spawnQueueChild(part: string, ...args: string[]): QueueChild {
  const child = spawn(process.execPath, [PROGRAM, part, ...args], { stdio: ["ignore", "pipe", "inherit"] });
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  createInterface({ input: child.stdout }).on("line", (line) => {
    lines.push(line);
    for (const tell of waiting) tell(line);
  });
  return {
    says: (start) => firstLine(child, lines, waiting, start),
    async kill() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function firstLine(child: ChildProcess, lines: readonly string[], waiting: Set<(line: string) => void>, start: string): Promise<string> {
  const known = lines.find((line) => line.startsWith(start));
  if (known !== undefined) return Promise.resolve(known);
  return new Promise((resolve, reject) => {
    waiting.add((line) => {
      if (line.startsWith(start)) resolve(line);
    });
    child.once("exit", (code) => reject(new Error(`the child ended with ${code} before it said ${start}`)));
  });
}
