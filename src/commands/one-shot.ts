import { randomUUID } from "node:crypto";
import { basename } from "node:path";
import { actions } from "../actions/index.ts";
import { loadConfig } from "../config/load-config.ts";
import type { Design, FileRef } from "../design.ts";
import { loadRecipes } from "../engine/load-recipes.ts";
import { matchSource } from "../engine/match.ts";
import type { RunDeps, RunInput } from "../engine/prepare-run.ts";
import type { SourceFile } from "../engine/sources.ts";
import { PermanentError, UserError } from "../errors.ts";
import type { Forge } from "../forge.ts";
import type { Logger } from "../log.ts";
import type { Media } from "../media.ts";
import type { Penpot } from "../penpot.ts";
import type { Recipe } from "../recipe.ts";
import { openRooms, type Rooms } from "../rooms.ts";
import { nearest } from "../yaml.ts";
import { type Io, progress } from "./io.ts";
import { openArchive } from "./open-archive.ts";
import { openLog } from "./open-log.ts";

export interface OneShotOptions {
  config?: string;
  /** A `.penpot` archive to read instead of Penpot. */
  design?: string;
  /** Stands in for a forge that is not configured; without it that is an error. */
  fallbackForge?: (name: string, repository: string) => Forge;
}

/** A recipe ready to be run or planned, once per design file. */
export interface OneShot {
  inputs: RunInput[];
  deps: RunDeps;
  close(): void;
}

/** Finds the recipe (a name of the configuration's folders, or a file) and its design files. Throws UserErrors for what is not there. */
export async function openOneShot(io: Io, name: string, options: OneShotOptions): Promise<OneShot> {
  const loaded = await loadConfig({ ...(options.config !== undefined && { file: options.config }), env: io.env, cwd: io.cwd });
  const { config } = loaded;
  const log = openLog(io, loaded, config.log.level === "info" ? "warn" : config.log.level);
  const recipe = await findRecipe(name, config.recipes, io.cwd);
  const needsPenpot = options.design === undefined;
  const rooms = openRooms({ config: needsPenpot ? config : { ...config, penpot: {} }, cwd: io.cwd, log });
  const forge = (forgeName: string) => rooms.forges.get(forgeName) ?? options.fallbackForge?.(forgeName, toRepository(recipe));
  // Without a configuration nobody said where data may lie.
  const shared = { actions, forge, log, signal: io.signal, ...(loaded.file !== undefined && { openCache: rooms.openCache }) };
  if (options.design !== undefined) return { ...(await fromArchive(io, recipe, options.design, shared)), close: rooms.close };
  return { ...(await fromPenpot(io, recipe, rooms, shared, log)), close: rooms.close };
}

type Shared = Pick<RunDeps, "actions" | "forge" | "openCache" | "log" | "signal">;

async function findRecipe(name: string, folders: readonly string[], cwd: string): Promise<Recipe> {
  const isFile = /\.ya?ml$/.test(name) || name.includes("/");
  const { recipes, problems } = await loadRecipes(isFile ? [name] : folders, { actions, cwd });
  const recipe = isFile ? recipes[0] : recipes.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  if (problems.length > 0) throw new UserError("RECIPE_INVALID", `The recipe ${name} cannot be used.`, { problems });
  const known = recipes.map((candidate) => candidate.name);
  const meant = nearest(name, known);
  throw new UserError("RECIPE_UNKNOWN", `There is no recipe "${name}" in ${folders.join(", ")}.`, {
    hint: meant ? `Did you mean "${meant}"?` : `There are: ${known.join(", ") || "none"}. A recipe's file can be named too.`,
  });
}

async function fromArchive(io: Io, recipe: Recipe, path: string, shared: Shared): Promise<Omit<OneShot, "close">> {
  progress(io, `Reading ${path} …`);
  const { design, media } = await openArchive(io, path);
  progress(io, "");
  const { id, name, revn, vern, isShared, modifiedAt = "", teamId = "", projectId = "" } = design;
  const file: SourceFile = {
    id,
    name,
    revn,
    vern,
    isShared,
    modifiedAt,
    teamId,
    projectId,
    instance: basename(path),
    teamName: "",
    projectName: "",
  };
  const penpot = archivePenpot(file, design, media);
  // The archive was named on purpose: the recipe's source does not matter.
  const input = toInput({ ...recipe, source: {} }, file);
  return { inputs: [input], deps: { ...shared, penpot: () => penpot, sources: { lookup: async () => file } } };
}

/** A Penpot that holds one file, read from an archive. */
function archivePenpot(file: SourceFile, design: Design, media: Media): Penpot {
  const refuse = async (): Promise<never> => {
    throw new PermanentError("PENPOT_ARCHIVE", "An archive cannot be asked for this.");
  };
  return {
    instance: file.instance,
    // Nobody knows where the file lives; without an address the pull request does not link to it.
    publicUrl: "",
    getProfile: refuse,
    getTeams: async () => [],
    getProjects: async () => [],
    getProjectFiles: async () => [file],
    readDesign: async () => design,
    openMedia: () => media,
    call: refuse,
  };
}

async function fromPenpot(io: Io, recipe: Recipe, rooms: Rooms, shared: Shared, log: Logger): Promise<Omit<OneShot, "close">> {
  if (rooms.penpots.size === 0) {
    throw new UserError("NOTHING_TO_READ", "The configuration has no Penpot instance.", {
      hint: "Add one under penpot:, or read an archive with --design FILE.penpot.",
    });
  }
  progress(io, "Listing Penpot's files …");
  const { files, problems } = await rooms.sources.refresh(io.signal);
  progress(io, "");
  if (files.length === 0 && problems.length > 0)
    throw new PermanentError("PENPOT_UNLISTED", problems.join("\n"), { hint: "penops doctor looks closer." });
  for (const problem of problems) log.warn(problem);
  const matching = files.filter((file) => matchSource(recipe, file).every(({ ok }) => ok));
  if (matching.length === 0) {
    throw new UserError("NO_SOURCE", `No file of ${files.length} fits the source of the recipe ${recipe.name}.`, {
      hint: `There are: ${
        files
          .slice(0, 10)
          .map(({ teamName, projectName, name }) => `${teamName} / ${projectName} / ${name}`)
          .join(", ") || "none"
      }.`,
      place: recipe.place,
    });
  }
  const inputs = matching.map((file) => toInput(recipe, file));
  return { inputs, deps: { ...shared, penpot: (instance) => rooms.penpots.get(instance), sources: rooms.sources } };
}

function toInput(recipe: Recipe, { instance, teamId, projectId, id, name }: SourceFile): RunInput {
  const file: FileRef = { instance, teamId, projectId, fileId: id, name };
  return { recipe, run: { id: randomUUID(), recipe: recipe.name, file, events: [], attempt: 1 } };
}

function toRepository(recipe: Recipe): string {
  const address = recipe["pull-request"].repository;
  return address.slice(address.indexOf(":") + 1);
}
