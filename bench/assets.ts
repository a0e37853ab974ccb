// What pictures cost beside the libraries that make them, measured in turn in one run. Prints a table of ratios; needs `git` on the PATH.
// node bench/assets.ts [rounds]
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import pino from "pino";
import sharp from "sharp";
import { optimize } from "svgo";
import type { Context } from "../src/action.ts";
import { exportAssets } from "../src/actions/export-assets.ts";
import { createOptimiser, hashShapes, type Optimiser, optimiseSvg, rasterise } from "../src/assets/index.ts";
import { toDesign } from "../src/design/index.ts";
import type { Design } from "../src/design.ts";
import { renderSvg } from "../src/render/index.ts";
import { createBareRepository } from "../test/support/bare-repository.ts";
import { changeOneIcon, createIconFile } from "./support/icon-file.ts";
import { createLargeFile } from "./support/large-file.ts";
import type { LargeRun, LargeRunFigures } from "./support/large-run.ts";

const rounds = Number(process.argv[2] ?? 3);
const ICONS = 1000;
const MANY_ICONS = 10_000;
const LARGE = 20_000_000;
const AT_ONCE = 400;

interface Row {
  what: string;
  aim: string;
  result: string;
  isMet: boolean;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function time(work: () => unknown): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Milliseconds of each, as medians of rounds in which they take turns; the first round only warms up. */
async function measure<Name extends string>(works: Record<Name, () => unknown>, times = rounds): Promise<Record<Name, number>> {
  const entries = Object.entries(works) as [Name, () => unknown][];
  const samples = new Map<Name, number[]>(entries.map(([name]) => [name, []]));
  for (let round = 0; round <= times; round++) {
    for (const [name, work] of round % 2 === 0 ? entries : entries.toReversed()) {
      const ms = await time(work);
      if (round > 0) samples.get(name)?.push(ms);
    }
  }
  return Object.fromEntries([...samples].map(([name, values]) => [name, median(values)])) as Record<Name, number>;
}

function readDesign(json: string): Design {
  return toDesign(JSON.parse(json), "json");
}

/** Everything as SVG, in the order of the components. */
function drawAll({ pages, components }: Design): string[] {
  const byId = new Map(pages.map((page) => [page.id, page.objects]));
  return components.map(({ pageId, rootId }) => renderSvg(byId.get(pageId) ?? {}, rootId, { text: "outlines" }).svg);
}

/** Draws and optimises as export-assets does. */
async function drawAndOptimise({ pages, components }: Design, optimiser: Optimiser): Promise<void> {
  const byId = new Map(pages.map((page) => [page.id, page.objects]));
  const waiting = components.values();
  const work = async (): Promise<void> => {
    for (const { pageId, rootId } of waiting) await optimiser.optimise(renderSvg(byId.get(pageId) ?? {}, rootId, { text: "outlines" }).svg);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function measureVectors(design: Design): Promise<Row[]> {
  const svgs = drawAll(design);
  const length = Math.round(svgs.reduce((sum, svg) => sum + svg.length, 0) / svgs.length);
  const alone = () => svgs.map((svg) => optimize(svg, { plugins: ["preset-default"] }));
  const ms = await measure({
    alone,
    ours: () => drawAll(design).map((svg) => optimiseSvg(svg)),
    render: () => drawAll(design),
    optimise: () => svgs.map((svg) => optimiseSvg(svg)),
  });
  const perIcon = (value: number): string => `${((value / svgs.length) * 1000).toFixed(0)} µs`;
  return [
    toRow(
      `drawing an icon (${length} characters) / optimising it with SVGO`,
      ms.render / ms.optimise,
      "at most",
      0.2,
      `${perIcon(ms.render)}, ${perIcon(ms.optimise)}`,
    ),
    toRow(
      `${svgs.length} icons, design to optimised SVG / SVGO alone`,
      ms.ours / ms.alone,
      "at most",
      1.2,
      `${ms.ours.toFixed(0)} ms, ${ms.alone.toFixed(0)} ms`,
    ),
  ];
}

async function measureThreads(design: Design): Promise<Row[]> {
  const [one, two] = [createOptimiser({ threads: 1 }), createOptimiser({ threads: 2 })];
  const spin = createSpinners();
  try {
    // The code in a thread is fast after some thousand icons only.
    for (let round = 0; round < 3; round++) for (const optimiser of [one, two]) await drawAndOptimise(design, optimiser);
    const ms = await measure(
      { one: () => drawAndOptimise(design, one), two: () => drawAndOptimise(design, two), spinOne: () => spin(1), spinTwo: () => spin(2) },
      rounds + 2,
    );
    const ceiling = (2 * ms.spinOne) / ms.spinTwo;
    const detail = `${ms.one.toFixed(0)} ms, ${ms.two.toFixed(0)} ms; two threads that only count: × ${ceiling.toFixed(2)}`;
    return [toRow("the same in one warm worker thread / in two", ms.one / ms.two, "at least", 1.7, detail)];
  } finally {
    await Promise.all([one.close(), two.close(), spin.close()]);
  }
}

/** Threads that only count: how much faster two are than one on this machine at this moment. */
function createSpinners() {
  const code = `const { parentPort } = require("node:worker_threads");
    parentPort.on("message", () => { let x = 1; for (let i = 0; i < 1.5e8; i++) x = (x * 31 + i) | 0; parentPort.postMessage(x); });`;
  const threads = [0, 1].map(() => new Worker(code, { eval: true }));
  const spin = (count: number) =>
    Promise.all(
      threads.slice(0, count).map((thread) => {
        thread.postMessage(0);
        return once(thread, "message");
      }),
    );
  return Object.assign(spin, { close: () => Promise.all(threads.map((thread) => thread.terminate())) });
}

async function measureCache(): Promise<Row[]> {
  const file = createIconFile(MANY_ICONS);
  const [before, after] = [JSON.stringify(file), JSON.stringify(changeOneIcon(file))];
  const cache = new Map<string, Uint8Array>();
  const cold = await time(() => exportAll(readDesign(before), cache));
  const hash = ({ pages, components }: Design) => components.map(({ rootId }) => hashShapes(pages[0]?.objects ?? {}, rootId));
  const ms = await measure(
    {
      // A cache that does not know the changed icon yet, every time.
      whole: () => exportAll(readDesign(after), new Map(cache)),
      base: () => hash(readDesign(after)),
    },
    3,
  );
  const detail = `${ms.whole.toFixed(0)} ms, ${ms.base.toFixed(0)} ms; without a cache ${(cold / 1000).toFixed(1)} s; ${(after.length / 1e6).toFixed(0)} MB`;
  return [toRow(`${MANY_ICONS} icons, one changed, read and exported / read and hashed`, ms.whole / ms.base, "at most", 2, detail)];
}

async function exportAll(design: Design, cache: Context["cache"]): Promise<void> {
  const context: Context = {
    design,
    artifacts: [],
    steps: [],
    render: (_template, { component }) => `icons/${(component as { name: string }).name}.svg`,
    media: {
      image: async () => undefined,
      font: async () => undefined,
      fontVariants: async () => [],
      fontFile: async () => undefined,
      archive: async () => new Uint8Array(),
    },
    base: { differing: async () => new Map() },
    cache,
    log: pino({ level: "silent" }),
    signal: new AbortController().signal,
  };
  const input = exportAssets.input.parse({ select: { components: "**" }, path: "icons/${{ component.name }}.svg", unfaithful: "write" });
  await exportAssets.run(input, context);
}

async function measurePixels(design: Design): Promise<Row[]> {
  const svgs = drawAll(design).slice(0, 100);
  const sizes = svgs.map((svg) => Number(/\swidth="([\d.]+)"/.exec(svg)?.[1]));
  const large = svgs.map((svg, index) => {
    const height = Number(/\sheight="([\d.]+)"/.exec(svg)?.[1]);
    const size = `width="256" height="${Math.max(1, Math.round((height * 256) / (sizes[index] ?? 1)))}"`;
    return Buffer.from(svg.replace(/\swidth="[\d.]+" height="[\d.]+"/, ` ${size}`));
  });
  const settings = { compressionLevel: 9, adaptiveFiltering: false, palette: false };
  const ms = await measure({
    ours: async () => {
      for (const [index, svg] of svgs.entries()) await rasterise(svg, { format: "png", scale: 256 / (sizes[index] ?? 1) });
    },
    direct: async () => {
      for (const svg of large) await sharp(svg).png(settings).toBuffer();
    },
  });
  const perIcon = (value: number): string => `${(value / svgs.length).toFixed(1)} ms`;
  return [
    toRow(
      "PNG 256 px wide: speed beside sharp called directly",
      ms.direct / ms.ours,
      "at least",
      0.9,
      `${perIcon(ms.ours)}, ${perIcon(ms.direct)}`,
    ),
  ];
}

async function measureLargeFile(): Promise<Row[]> {
  const texts = new Map([
    ["small", createLargeFile(100_000)],
    ["large", createLargeFile(LARGE)],
  ]);
  const server = createServer(async (request, response) => {
    const id = (await text(request)).includes("large") ? "large" : "small";
    if (!request.url?.includes("get-file")) return response.writeHead(404, { "content-type": "application/json" }).end("{}");
    return response.writeHead(200, { "content-type": "application/transit+json" }).end(texts.get(id));
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const folder = await mkdtemp(join(tmpdir(), "penops-bench-"));
  await createBareRepository(join(folder, "icons"), { "README.md": "Icons\n" });
  const child = fork(fileURLToPath(new URL("./support/large-run.ts", import.meta.url)));
  try {
    const answer = once(child, "message");
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    child.send({ url, folder, files: ["small", "large"] } satisfies LargeRun);
    const [, large] = (await Promise.race([answer.then(([figures]) => figures), once(child, "exit")])) as LargeRunFigures[];
    if (!large) throw new Error("The run of the large file failed.");
    const size = texts.get("large")?.length ?? 0;
    const grown = (large.peak - large.idle) / size;
    const detail = `${(size / 1e6).toFixed(0)} MB, ${large.state} in ${(large.ms / 1000).toFixed(1)} s; ${large.calmMs.toFixed(0)} ms when nothing was done`;
    const memory = `${(large.idle / 1e6).toFixed(0)} MB before, ${(large.peak / 1e6).toFixed(0)} MB at most`;
    return [
      toRow("a run of a large file: longest block of the daemon's event loop, ms", large.longestMs, "at most", 50, detail),
      toRow("the same: memory of the process above what it had / size of the file", grown, "at most", 4, memory),
    ];
  } finally {
    child.kill();
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  }
}

function toRow(what: string, value: number, side: "at most" | "at least", aim: number, detail: string): Row {
  const isMet = side === "at most" ? value <= aim : value >= aim;
  return { what, aim: `${side === "at most" ? "≤" : "≥"} ${aim}`, result: `${value.toPrecision(3)} (${detail})`, isMet };
}

const started = performance.now();
process.stdout.write(
  `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}; medians of ${rounds} rounds\n`,
);
const design = readDesign(JSON.stringify(createIconFile(ICONS)));
for (const part of [measureVectors, measureThreads, measurePixels, measureCache, measureLargeFile]) {
  for (const { what, aim, result, isMet } of await part(design))
    process.stdout.write(`${what.padEnd(78)} ${aim.padEnd(6)} ${isMet ? "met   " : "missed"} ${result}\n`);
}
process.stdout.write(
  `load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(" ")}; ${((performance.now() - started) / 1000).toFixed(0)} s\n`,
);
