import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type App, startApp } from "../../app.ts";
import { Config } from "../../config/config.ts";
import type { Secrets } from "../../config/secrets.ts";
import { createEmulator, type Emulator } from "../../emulator/index.ts";
import { findFreePort } from "../../free-port.ts";
import type { Logger } from "../../log.ts";
import type { RunRecord } from "../../run.ts";
import { createRepository, type DemoRepository } from "./repository.ts";

/** Everything the demo runs, on this machine and on free ports. */
export interface Stage {
  app: App;
  emulator: Emulator;
  repository: DemoRepository;
  /** The runs that ended, one after the other. */
  finished: AsyncGenerator<RunRecord>;
  close(): Promise<void>;
}

/** How long after an edit the emulator sends its webhook; Penpot waits two minutes. */
const EDIT_MS = 400;
const ASSETS = new URL("../../../demo/", import.meta.url);

/** Starts the emulator with two versions of a design, a bare repository and Penops; the caller closes it. */
export async function setStage(log: Logger, secrets: Secrets, signal: AbortSignal): Promise<Stage> {
  const closers: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    const folder = await mkdtemp(join(tmpdir(), "penops-demo-"));
    closers.push(() => rm(folder, { recursive: true, force: true }));
    const repository = await createRepository(join(folder, "acme-web.git"));
    const [v1, v2] = await Promise.all([readArchive("acme.v1.penpot"), readArchive("acme.v2.penpot")]);
    const emulator = await createEmulator({ archives: [v1], next: [v2, v1], delays: { updateFileMs: EDIT_MS, pinMs: EDIT_MS }, log });
    closers.push(emulator.close);
    secrets.add(emulator.token);
    const config = await createConfig(folder, emulator);
    // The store inside the process, whatever the machine has: the demo leaves nothing behind, however it ends.
    const app = await startApp({ config, role: "all", cwd: folder, secrets, log, signal, path: "" });
    closers.push(app.close);
    const { finished, stop } = await follow(app, signal);
    closers.push(stop);
    return { app, emulator, repository, finished, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readArchive(name: string): Promise<{ bytes: Buffer }> {
  return { bytes: await readFile(new URL(name, ASSETS)) };
}

async function createConfig(folder: string, emulator: Emulator): Promise<Config> {
  // Known before the server listens: it is part of the webhook's address.
  const port = await findFreePort();
  return Config.parse({
    server: { host: "127.0.0.1", port, "public-url": `http://127.0.0.1:${port}` },
    data: join(folder, "data"),
    penpot: { demo: { url: emulator.url, teams: ["Acme"], token: emulator.token } },
    forges: { local: { type: "git", url: folder } },
    recipes: [fileURLToPath(new URL("recipes", ASSETS))],
  });
}

async function follow(app: App, signal: AbortSignal): Promise<{ finished: AsyncGenerator<RunRecord>; stop: () => Promise<void> }> {
  const waiting: RunRecord[] = [];
  let wake = () => {};
  const stop = await app.runs.onFinished((run) => {
    waiting.push(run);
    wake();
  });
  signal.addEventListener("abort", () => wake(), { once: true });
  async function* records(): AsyncGenerator<RunRecord> {
    while (!signal.aborted) {
      const run = waiting.shift();
      if (run) yield run;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  }
  return { finished: records(), stop };
}
