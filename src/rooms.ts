import { resolve } from "node:path";
import { actions } from "./actions/index.ts";
import { openPackCache } from "./cache-pack/index.ts";
import type { Config, ForgeConfig, PenpotInstance } from "./config/config.ts";
import type { Secrets } from "./config/secrets.ts";
import { loadRecipes } from "./engine/load-recipes.ts";
import type { RunDeps } from "./engine/prepare-run.ts";
import { createSourceIndex, type SourceIndex } from "./engine/sources.ts";
import { type Problem, UserError } from "./errors.ts";
import type { Forge } from "./forge.ts";
import { createForge } from "./forges/index.ts";
import type { Logger } from "./log.ts";
import { createPenpot, type PenpotClient } from "./penpot/index.ts";
import type { Recipe } from "./recipe.ts";
import { version } from "./version.ts";

/** Everything that is built from the configuration alone, whatever the command. */
export interface Rooms {
  penpots: ReadonlyMap<string, PenpotClient>;
  forges: ReadonlyMap<string, Forge>;
  sources: SourceIndex;
  /** What is kept for a recipe and a design file, in the data folder. */
  openCache: NonNullable<RunDeps["openCache"]>;
  close(): void;
}

export interface RoomOptions {
  config: Config;
  cwd: string;
  log: Logger;
}

const MAX_CACHE_BYTES = 256 * 1024 * 1024;

/** Builds the clients of all Penpot instances and forges; the caller closes them. Throws one UserError for all credentials that are missing. */
export function openRooms({ config, cwd, log }: RoomOptions): Rooms {
  const problems = missingCredentials(config);
  if (problems.length > 0) throw new UserError("CREDENTIALS_MISSING", "Credentials are missing.", { problems });
  const penpots = new Map(Object.entries(config.penpot).map(([name, instance]) => [name, createPenpot(name, instance, { log, version })]));
  const dataDir = resolve(cwd, config.data);
  const deps = { dataDir, commit: config.commit, log };
  const forges = new Map(Object.entries(config.forges).map(([name, forge]) => [name, createForge(name, forge, deps)]));
  const teams = Object.fromEntries(Object.entries(config.penpot).map(([name, instance]) => [name, instance.teams]));
  return {
    penpots,
    forges,
    sources: createSourceIndex([...penpots.values()], teams, log),
    openCache(recipe, { instance, fileId }) {
      return openPackCache({ folder: resolve(dataDir, "cache"), name: `${recipe} ${instance} ${fileId}`, maxBytes: MAX_CACHE_BYTES });
    },
    close() {
      for (const penpot of penpots.values()) penpot.close();
    },
  };
}

/** Loads the recipes of the configuration's folders. */
export function openRecipes({ config, cwd }: RoomOptions, secrets: Secrets): Promise<{ recipes: Recipe[]; problems: Problem[] }> {
  return loadRecipes(config.recipes, { actions, secrets, cwd, knownForges: Object.keys(config.forges) });
}

/** The tokens that the configuration lacks, each with the variable to set. */
export function missingCredentials(config: Config): Problem[] {
  return [
    ...Object.entries(config.penpot).flatMap(([name, part]) =>
      hasCredentials(part) ? [] : [missing("The Penpot instance", "PENPOT", name)],
    ),
    ...Object.entries(config.forges).flatMap(([name, part]) => (hasCredentials(part) ? [] : [missing("The forge", "FORGES", name)])),
  ];
}

/** The configuration without the instances and forges whose credentials are missing. */
export function onlyWithCredentials(config: Config): Config {
  const penpot = Object.fromEntries(Object.entries(config.penpot).filter(([, part]) => hasCredentials(part)));
  const forges = Object.fromEntries(Object.entries(config.forges).filter(([, part]) => hasCredentials(part)));
  return { ...config, penpot, forges };
}

function hasCredentials(part: PenpotInstance | ForgeConfig): boolean {
  if (part.token !== undefined) return true;
  return "type" in part && (part.type === "git" || (part.type === "github" && part.app !== undefined));
}

function missing(what: string, section: string, name: string): Problem {
  const variable = `PENOPS_${section}_${name.toUpperCase().replaceAll("-", "_")}_TOKEN`;
  return {
    code: "CREDENTIALS_MISSING",
    message: `${what} ${name} has no token.`,
    hint: `Set ${variable}, or ${variable}_FILE to a file that holds it.`,
  };
}
