import type { DiffEntry } from "../design-diff.ts";
import { compareTexts } from "../json.ts";
import type { EntityKind, Lock, LockEntity } from "../lock/lock.ts";
import { createPackageFinder, type Packages } from "./packages.ts";

/** An entry whose paths are not known yet, and the entities it is about. */
export interface Found {
  entry: Omit<DiffEntry, "paths">;
  entities: readonly LockEntity[];
}

/** Adds to each entry the files it concerns and the packages these lie in. */
export function createPlacer(before: Lock, after: Lock, packages: Packages): (found: Found) => DiffEntry {
  const shared = [before, after].map(({ entities }) => ({
    library: entities.filter(({ kind }) => kind === "tokens").flatMap(({ paths }) => paths),
    sets: new Map(entities.filter(({ kind }) => kind === "token-set").map(({ name, paths }) => [name, paths])),
  }));
  const hasPackages = Object.keys(packages).length > 0;
  const findPackages = createPackageFinder(packages);
  return ({ entry, entities }) => {
    const paths = new Set<string>();
    const add = (more: readonly string[]): void => {
      for (const path of more) paths.add(path);
    };
    for (const entity of entities) add(entity.paths);
    for (const { library, sets } of isOfTokens(entry.kind) ? shared : []) {
      add(library);
      for (const { set = "" } of entities) add(sets.get(set) ?? []);
    }
    const sorted = paths.size > 0 ? [...paths].sort(compareTexts) : NO_PATHS;
    return { ...entry, paths: sorted, ...(hasPackages && { packages: findPackages(sorted) }) };
  };
}

const NO_PATHS: readonly string[] = [];

function isOfTokens(kind: EntityKind): boolean {
  return kind === "token" || kind === "token-set" || kind === "theme";
}
