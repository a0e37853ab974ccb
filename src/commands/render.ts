import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import pino from "pino";
import type { Context, StepResult } from "../action.ts";
import { exportAssets } from "../actions/export-assets.ts";
import type { Artifact } from "../artifact.ts";
import { createLabels, loadDefaultFont, rasterise, type SheetEntry, toContactSheet } from "../assets/index.ts";
import { caseNames } from "../case-names.ts";
import { createArchiveMedia, readArchive } from "../design/index.ts";
import { UserError } from "../errors.ts";
import { type ExitCode, type Io, progress } from "./io.ts";

interface RenderOptions {
  component: string[];
  board: string[];
  page: string[];
  format: string[];
  scale: number[];
  out?: string;
  contactSheet?: string;
  svgo: boolean;
}

/** `penops render ARCHIVE`: pictures out of a `.penpot` archive, for a look without a recipe. */
export function addRender(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("render")
    .description("draw the components of a .penpot archive; without a recipe")
    .argument("<archive>", "a .penpot file exported from Penpot")
    .option("--component <glob>", "only components whose group and name fit; may be given more than once", collect, [])
    .option("--board <glob>", "boards instead of components, as page/name", collect, [])
    .option("--page <glob>", "only what stands on such a page", collect, [])
    .addOption(
      new Option("--format <format>", "svg, png, webp, avif, jpeg or pdf; may be given more than once")
        .argParser(collect)
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
      if (options.out === undefined && options.contactSheet === undefined) {
        throw new UserError("OUT_MISSING", "Nothing is to be written.", {
          hint: "Name a folder with --out, a picture with --contact-sheet, or both.",
        });
      }
      done(await render(io, archive, options));
    });
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

function collectNumbers(value: string, before: number[]): number[] {
  const number = Number(value);
  if (!(number >= 0.1 && number <= 16)) throw new InvalidArgumentError("It is a number from 0.1 to 16.");
  return [...before, number];
}

async function render(io: Io, archive: string, options: RenderOptions): Promise<ExitCode> {
  const bytes = await readFile(resolve(io.cwd, archive)).catch((cause: Error) => {
    throw new UserError("DESIGN_UNREADABLE", `The archive ${archive} cannot be read: ${cause.message}.`, {
      hint: "Name a .penpot file exported from Penpot.",
      cause,
    });
  });
  const formats = options.format.length > 0 ? options.format : ["svg"];
  const isSheetOnly = options.out === undefined;
  const wanted = new Set(isSheetOnly ? ["svg"] : formats);
  const made = options.contactSheet === undefined ? wanted : new Set([...wanted, "svg"]);
  progress(io, `Drawing ${archive} …`);
  const result = await draw(io, bytes, { ...options, format: [...made] });
  progress(io, "");
  const { artifacts = [], notes = [] } = result;
  // What is for a look is written in any case.
  for (const { message } of notes) io.err(`${message.replace(/ The file .* was written nevertheless\.$/, "")}\n`);
  if (options.out !== undefined) {
    const files = artifacts.filter(({ path }) => wanted.has(formatOf(path)));
    for (const { path, content } of files) await write(io, join(options.out, path), content);
    io.err(`${files.length} ${files.length === 1 ? "file" : "files"} written to ${options.out}\n`);
  }
  if (options.contactSheet !== undefined) await writeSheet(io, options.contactSheet, artifacts);
  return 0;
}

/** Draws with the action that recipes use, as a step without a base branch; files are named after what they show, and numbered where names are one. */
async function draw(io: Io, bytes: Uint8Array, { component, board, page, format, scale, svgo }: RenderOptions): Promise<StepResult> {
  const select = {
    ...(board.length > 0 && { boards: board }),
    ...(component.length > 0 && { components: component }),
    ...(page.length > 0 && { page }),
  };
  const input = {
    ...{ select, format, svgo, unfaithful: "write", "keep-if-equal": false, path: "${{ shape.name }}" },
    ...(scale.length > 0 && { scale }),
  };
  const parsed = exportAssets.input.safeParse(input);
  if (!parsed.success)
    throw new UserError("ARGUMENTS", parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`).join("; "));
  const context: Context = {
    design: readArchive(bytes).design(),
    artifacts: [],
    steps: [],
    render: createNamer(),
    media: createArchiveMedia(bytes),
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
