import type { Artifact, EntityRef } from "../../artifact.ts";
import { compareTexts } from "../json.ts";
import type { LockEntity } from "./lock.ts";

/** Which files were made of what. */
export interface MadeFiles {
  /** Sorted paths by `kind:id`. */
  paths: ReadonlyMap<string, readonly string[]>;
  /** What files were made of and no design lists: shapes, images, fonts, the token library as a whole. */
  others: readonly Pick<LockEntity, "kind" | "id" | "name">[];
}

const UNLISTED = new Set<EntityRef["kind"]>(["shape", "image", "font", "tokens"]);

/** Sorts the artifacts by the entity they were made of. */
export function toMadeFiles(artifacts: readonly Pick<Artifact, "path" | "from">[]): MadeFiles {
  const paths = new Map<string, Set<string>>();
  const others = new Map<string, EntityRef>();
  for (const { path, from } of artifacts) {
    if (!from) continue;
    const key = `${from.kind}:${from.id}`;
    const known = paths.get(key);
    if (known) known.add(path);
    else paths.set(key, new Set([path]));
    if (UNLISTED.has(from.kind) && !others.has(key)) others.set(key, from);
  }
  return {
    paths: new Map([...paths].map(([key, list]) => [key, [...list].sort(compareTexts)])),
    others: [...others.values()].map(({ kind, id, name }) => ({ kind, id, name })),
  };
}
