import { resolve } from "node:path";
import { actions } from "./actions/index.ts";
import type { Config } from "./config.ts";
import { loadRecipes } from "./engine/load-recipes.ts";
import { createSourceIndex, type SourceIndex } from "./engine/sources.ts";
import { type Problem, UserError } from "./errors.ts";
import type { Forge } from "./forge.ts";
import { createForge } from "./forges/index.ts";
import type { Logger } from "./log.ts";
import { createPenpot, type PenpotClient } from "./penpot/index.ts";
import type { Recipe } from "./recipe.ts";
import type { Secrets } from "./secrets.ts";
import { version } from "./version.ts";

/** Everything that is built from the configuration alone, whatever the command. */
export interface Rooms {
  penpots: ReadonlyMap<string, PenpotClient>;
  forges: ReadonlyMap<string, Forge>;
  sources: SourceIndex;
  close(): void;
}

export interface RoomOptions {
  config: Config;
  cwd: string;
  log: Logger;
}

/** Builds the clients of all Penpot instances and forges; the caller closes them. Throws one UserError for all credentials that are missing. */
export function openRooms({ config, cwd, log }: RoomOptions): Rooms {
  const problems = missingCredentials(config);
  if (problems.length > 0) throw new UserError("CREDENTIALS_MISSING", "Credentials are missing.", { problems });
  const penpots = new Map(Object.entries(config.penpot).map(([name, instance]) => [name, createPenpot(name, instance, { log, version })]));
  const deps = { dataDir: resolve(cwd, config.data), commit: config.commit, log };
  const forges = new Map(Object.entries(config.forges).map(([name, forge]) => [name, createForge(name, forge, deps)]));
  const teams = Object.fromEntries(Object.entries(config.penpot).map(([name, instance]) => [name, instance.teams]));
  return {
    penpots,
    forges,
    sources: createSourceIndex([...penpots.values()], teams, log),
    close() {
      for (const penpot of penpots.values()) penpot.close();
    },
  };
}

/** Loads the recipes of the configuration's folders. */
export function openRecipes({ config, cwd }: RoomOptions, secrets: Secrets): Promise<{ recipes: Recipe[]; problems: Problem[] }> {
  return loadRecipes(config.recipes, { actions, secrets, cwd, knownForges: Object.keys(config.forges) });
}

function missingCredentials(config: Config): Problem[] {
  const missing = (what: string, variable: string): Problem => ({
    code: "CREDENTIALS_MISSING",
    message: `${what} has no token.`,
    hint: `Set ${variable}, or ${variable}_FILE to a file that holds it.`,
  });
  const toVariable = (name: string) => name.toUpperCase().replaceAll("-", "_");
  const penpots = Object.entries(config.penpot).filter(([, { token }]) => token === undefined);
  const forges = Object.entries(config.forges).filter(
    ([, forge]) => forge.type !== "git" && !forge.token && !("app" in forge && forge.app),
  );
  return [
    ...penpots.map(([name]) => missing(`The Penpot instance ${name}`, `PENOPS_PENPOT_${toVariable(name)}_TOKEN`)),
    ...forges.map(([name]) => missing(`The forge ${name}`, `PENOPS_FORGES_${toVariable(name)}_TOKEN`)),
  ];
}
