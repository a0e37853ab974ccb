// Does runs as the daemon does and reports what they cost it; started by bench/assets.ts, so that nothing else is measured.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import pino from "pino";
import { actions } from "../../src/actions/index.ts";
import { createRunThread } from "../../src/app/run-thread/index.ts";
import { Config } from "../../src/config/config.ts";
import { parseRecipe } from "../../src/engine/parse-recipe.ts";

/** Where Penpot is, the folder with the repository `icons`, and the ids of a small and a large file. */
export interface LargeRun {
  url: string;
  folder: string;
  files: readonly string[];
}

export interface LargeRunFigures {
  state: string;
  ms: number;
  /** The longest that this thread's event loop was held up, in milliseconds. */
  longestMs: number;
  /** The same while nothing was done, as other programs hold it up, too. */
  calmMs: number;
  /** Of the process before, at most during and after the run, in bytes. */
  idle: number;
  peak: number;
}

const RECIPE = JSON.stringify({
  name: "icons",
  source: { file: "*" },
  steps: [{ uses: "export-assets", with: { select: { components: "**" }, path: "icons/${{ component.id }}.svg", unfaithful: "write" } }],
  "pull-request": { repository: "local:icons" },
});

process.once("message", async (message) => {
  const { url, folder, files } = message as LargeRun;
  const config = Config.parse({
    penpot: { main: { url, token: "not-a-real-token", teams: ["*"] } },
    forges: { local: { type: "git", url: folder } },
    data: folder,
  });
  const thread = createRunThread({ config, cwd: folder, log: pino({ level: "silent" }) });
  const { recipe, problems } = parseRecipe(RECIPE, "recipe.yaml", { actions });
  if (!recipe) throw new Error(JSON.stringify(problems));
  const figures: LargeRunFigures[] = [];
  // The first loads all code; what it needs is not the file's doing.
  for (const fileId of files) {
    const at = { instance: "main", teamId: "t", projectId: "p" };
    const listed = { ...at, id: fileId, name: "Icons", revn: 1, vern: 0, modifiedAt: "2026-01-01T00:00:00Z", isShared: false };
    const host = { lookup: async () => ({ ...listed, teamName: "Design", projectName: "System" }), isSynced: async () => false };
    const calm = watchLoop();
    await sleep(3_000);
    const calmMs = calm();
    const idle = process.memoryUsage.rss();
    let peak = idle;
    const watch = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage.rss());
    }, 5);
    const longest = watchLoop();
    const started = performance.now();
    const run = { id: fileId, recipe: "icons", file: { ...at, fileId, name: "Icons" }, events: [], attempt: 1 };
    const { state } = await thread.execute({ recipe, run }, host, AbortSignal.timeout(120_000));
    const ms = performance.now() - started;
    const longestMs = longest();
    clearInterval(watch);
    figures.push({ state, ms, longestMs, calmMs, idle, peak });
  }
  await thread.close();
  process.send?.(figures);
  process.disconnect();
});

/** Starts to watch; what it gives ends that, and says for how many milliseconds the event loop was held up at most. */
function watchLoop(): () => number {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  return () => {
    delay.disable();
    return delay.max / 1e6;
  };
}
