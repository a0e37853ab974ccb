import { type Artifact, type EntityRef, parseArtifactPath } from "../artifact.ts";
import { UserError } from "../errors.ts";

/** Collects artifacts so that each path is made once. */
export interface PathRegister {
  /** Adds an artifact under its canonical path and returns it; throws UserError when two meet on one path. `step` as messages name it: `step 2 (icons)`. */
  add(artifact: Artifact, step: string): Artifact;
  /** What was added, in order. */
  all(): readonly Artifact[];
}

interface Entry {
  artifact: Artifact;
  step: string;
}

/** Creates an empty register. Paths that differ in case or Unicode form only are one: macOS and Windows could not check them out. */
export function createPathRegister(): PathRegister {
  const entries = new Map<string, Entry>();
  const folders = new Map<string, Entry>();
  return {
    add(given, step) {
      const artifact = { ...given, path: parseArtifactPath(given.path) };
      const entry = { artifact, step };
      const key = toKey(artifact.path);
      const twin = entries.get(key);
      if (twin) throw collision(twin, entry);
      const inner = folders.get(key);
      if (inner) throw nesting(entry, inner);
      for (const folder of foldersOf(key)) {
        const file = entries.get(folder);
        if (file) throw nesting(file, entry);
        folders.set(folder, entry);
      }
      entries.set(key, entry);
      return artifact;
    },
    all: () => [...entries.values()].map(({ artifact }) => artifact),
  };
}

function toKey(path: string): string {
  return path.normalize("NFC").toLowerCase();
}

function foldersOf(path: string): string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}

function collision(first: Entry, second: Entry): UserError {
  const { path } = first.artifact;
  const message =
    path === second.artifact.path
      ? `${describe(first)} and ${describe(second)} would both be written to ${path}.`
      : `${describeAt(first)} and ${describeAt(second)} would be written to one path; they differ only in a way some file systems do not see.`;
  const hint =
    first.step === second.step
      ? "Put more into the path, for example the component's group, or rename one of them in the design."
      : "Give one of the two steps another path.";
  return new UserError("PATH_COLLISION", capitalize(message), { hint });
}

function nesting(file: Entry, inner: Entry): UserError {
  return new UserError("PATH_COLLISION", capitalize(`${describeAt(file)} is a file where ${describeAt(inner)} needs a folder.`), {
    hint: "Change one of the two paths.",
  });
}

function describe({ artifact: { from }, step }: Entry): string {
  return from ? `the ${toWords(from.kind)} ${JSON.stringify(from.name)} (${from.id}) of ${step}` : `a file of ${step}`;
}

function describeAt(entry: Entry): string {
  return `${describe(entry)} at ${entry.artifact.path}`;
}

function toWords(kind: EntityRef["kind"]): string {
  return kind === "tokens" ? "tokens of" : kind.replace("-", " ");
}

function capitalize(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
