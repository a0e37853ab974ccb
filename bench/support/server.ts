import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Usage } from "./child.ts";

/** A server under measurement, in a process of its own. */
export interface MeasuredServer {
  port: number;
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts `bench/support/<name>-server.ts`; its own output goes to stderr. */
export async function startServer(name: "bare" | "express" | "penops", redisPort: number): Promise<MeasuredServer> {
  const file = fileURLToPath(new URL(`./${name}-server.ts`, import.meta.url));
  const child = fork(file, [`${redisPort}`], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const ended = once(child, "exit");
  const failure = ended.then(() => Promise.reject(new Error(`The ${name} server ended.`)));
  failure.catch(() => {});
  const answer = async () => (await Promise.race([once(child, "message"), failure]))[0];
  const { port } = (await answer()) as { port: number };
  return {
    port,
    async usage() {
      const usage = answer();
      child.send("usage");
      return (await usage) as Usage;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
