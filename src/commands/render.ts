import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Command, Option } from "commander";
import pino from "pino";
import type { Context, StepResult } from "../action.ts";
import { exportAssets } from "../actions/export-assets.ts";
import type { Artifact } from "../artifact.ts";
import { createLabels, loadDefaultFont, rasterise, type SheetEntry, toContactSheet } from "../assets/index.ts";
import { caseNames } from "../case-names.ts";
import { UserError } from "../errors.ts";
import { type ExitCode, type Io, progress } from "./io.ts";
import { openArchive } from "./open-archive.ts";
import { nothingFits } from "./render/nothing-fits.ts";
import { checkOptions, collect, collectFormats, collectGlobs, collectNumbers, type RenderOptions } from "./render/options.ts";

/** `penops render ARCHIVE`: pictures out of a `.penpot` archive, for a look without a recipe. */
export function addRender(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("render")
    .description("draw the components of a .penpot archive; without a recipe")
    .argument("<archive>", "a .penpot file exported from Penpot")
    .option("--component <glob>", "only components whose group and name fit; may be given more than once", collectGlobs, [])
    .option("--board <glob>", "boards instead of components, as page/name", collectGlobs, [])
    .option("--shape <glob>", "layers of any kind instead, as page/layers around/name", collectGlobs, [])
    .option("--page <glob>", "only what stands on such a page", collectGlobs, [])
    .option("--id <id>", "only the component or layer with this id; may be given more than once", collect, [])
    .addOption(
      new Option("--format <format>", "svg, png, webp, avif, jpeg or pdf; may be given more than once")
        .argParser(collectFormats)
        .default([], "svg"),
    )
    .addOption(
      new Option("--scale <number>", "pixels for each unit of the design; may be given more than once")
        .argParser(collectNumbers)
        .default([], "1"),
    )
    .option("--out <folder>", "where the files go")
    .option("--contact-sheet <file.png>", "all pictures with their names on one sheet")
    .option("--no-svgo", "leave the markup as it was drawn")
    .action(async (archive: string, options: RenderOptions) => {
      checkOptions(options);
      done(await render(io, archive, options));
    });
}

async function render(io: Io, archive: string, options: RenderOptions): Promise<ExitCode> {
  const source = await openArchive(io, archive);
  const formats = options.format.length > 0 ? options.format : ["svg"];
  const isSheetOnly = options.out === undefined;
  const wanted = new Set(isSheetOnly ? ["svg"] : formats);
  const made = options.contactSheet === undefined ? wanted : new Set([...wanted, "svg"]);
  progress(io, `Drawing ${archive} …`);
  const result = await draw(io, source, { ...options, format: [...made] });
  progress(io, "");
  const { artifacts = [], notes = [], keep = [] } = result;
  if (artifacts.length + keep.length === 0) throw nothingFits(archive, source.design, options);
  // What is for a look is written in any case.
  for (const { message } of notes) io.err(`${message.replace(/ The files? .*? (?:was|were) written nevertheless\./, "")}\n`);
  if (options.out !== undefined) {
    const files = artifacts.filter(({ path }) => wanted.has(formatOf(path)));
    for (const { path, content } of files) await write(io, join(options.out, path), content);
    io.err(`${files.length} ${files.length === 1 ? "file" : "files"} written to ${options.out}\n`);
  }
  if (artifacts.length === 0) return 1;
  if (options.contactSheet !== undefined) await writeSheet(io, options.contactSheet, artifacts);
  return 0;
}

/** Draws with the action that recipes use, as a step without a base branch; files are named after what they show, and numbered where names are one. */
async function draw(io: Io, source: Pick<Context, "design" | "media">, options: RenderOptions): Promise<StepResult> {
  const { component, board, shape, page, id, format, scale, svgo } = options;
  const select = {
    ...(board.length > 0 && { boards: board }),
    ...(shape.length > 0 && { shapes: shape }),
    ...(component.length > 0 && { components: component }),
    ...(id.length > 0 && { id }),
    ...(page.length > 0 && { page }),
  };
  const input = {
    ...{ select, format, svgo, unfaithful: "write", "keep-if-equal": false, path: "${{ shape.name }}" },
    ...(scale.length > 0 && { scale }),
  };
  const parsed = exportAssets.input.safeParse(input);
  if (!parsed.success)
    throw new UserError("OPTIONS", parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "));
  const context: Context = {
    ...source,
    artifacts: [],
    steps: [],
    render: createNamer(),
    base: { differing: async () => new Map() },
    cache: new Map<string, Uint8Array>(),
    log: pino({ level: "silent" }),
    signal: io.signal,
  };
  return exportAssets.run(parsed.data, context);
}

interface Variables {
  component: { name: string; path: string; variant: Record<string, string> };
  shape: { name: string; path: string };
  scale: number;
  format: string;
}

function createNamer(): Context["render"] {
  const taken = new Map<string, number>();
  return (_template, variables) => {
    const { component, shape, scale, format } = variables as unknown as Variables;
    const { path, name } = component.name === "" ? shape : component;
    const values = Object.values(component.variant);
    const folders = path === "" ? [] : path.split("/");
    const file = [...folders.map(toName), [name, ...values].map(toName).join("-")].join("/");
    const full = `${file}${scale === 1 ? "" : `@${scale}x`}`;
    const count = (taken.get(`${full}.${format}`) ?? 0) + 1;
    taken.set(`${full}.${format}`, count);
    return `${full}${count === 1 ? "" : `-${count}`}.${format}`;
  };
}

function toName(text: string): string {
  return /[\p{L}\p{N}]/u.test(text) ? caseNames.kebab(text) : "unnamed";
}

function formatOf(path: string): string {
  const extension = path.slice(path.lastIndexOf(".") + 1);
  return extension === "jpg" ? "jpeg" : extension;
}

async function writeSheet(io: Io, file: string, artifacts: readonly Artifact[]): Promise<void> {
  const entries = artifacts.filter(({ path }) => path.endsWith(".svg")).map(toEntry);
  const [font] = await loadDefaultFont("regular");
  if (!font) throw new Error("the default font is not installed");
  const sheet = toContactSheet(entries, await createLabels(font.bytes));
  await write(io, file, await rasterise(sheet, { format: "png", scale: 1 }));
  io.err(`${entries.length} ${entries.length === 1 ? "picture" : "pictures"} on ${file}\n`);
}

function toEntry({ path, content, from }: Artifact): SheetEntry {
  const svg = Buffer.from(content).toString("utf8");
  const size = (name: string) => Number(new RegExp(`<svg[^>]* ${name}="([\\d.]+)`).exec(svg)?.[1] ?? 1);
  return { name: from?.name ?? path, svg, width: size("width"), height: size("height") };
}

async function write(io: Io, path: string, content: Uint8Array): Promise<void> {
  const target = resolve(io.cwd, path);
  try {
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  } catch (cause) {
    throw new UserError("OUT_UNWRITABLE", `${path} cannot be written: ${(cause as Error).message}.`, {
      hint: "Name a folder with space that you may write to.",
      cause,
    });
  }
}
