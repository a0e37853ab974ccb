import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { Design, Token } from "../../../src/design.ts";
import { diffDesign, type Lock, parseLock, printLock, toLock } from "../../../src/diff/index.ts";
import { git } from "../../support/bare-repository.ts";
import { createDesign } from "../../support/create-design.ts";
import { createToken } from "../../support/locks.ts";

const TOKENS = Array.from({ length: 9 }, (_, at) => createToken(`color.t${at}`, { id: `id-${at}` }));

function lockAt(revn: number, tokens: readonly Token[], before?: Lock, parts: Partial<Design> = {}): Lock {
  const library = { sets: [{ id: "set", name: "core", tokens }], themes: [], activeThemes: [], activeSets: [] };
  return toLock(createDesign({ revn, tokens: library, ...parts }), { instance: "acme", ...(before && { before }) });
}

function edit(at: number, parts: Partial<Token>): Token[] {
  return TOKENS.map((token, index) => (index === at ? { ...token, ...parts } : token));
}

const BASE = lockAt(1, TOKENS);

/** Both sides are the next revisions of one file, each as a run on its branch would write it. */
async function merge(
  ours: readonly Token[],
  theirs: readonly Token[],
  parts: Partial<Design> = {},
): Promise<{ clean: boolean; text: string }> {
  const folder = await mkdtemp(join(tmpdir(), "penops-merge-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = "acme.lock";
  const commit = async (lock: Lock): Promise<void> => {
    await writeFile(join(folder, file), printLock(lock));
    await git(folder, "add", file);
    await git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "sync");
  };
  await git(folder, "init", "--quiet", "--initial-branch=main");
  await commit(BASE);
  await git(folder, "checkout", "--quiet", "-b", "other");
  await commit(lockAt(7, theirs, BASE));
  await git(folder, "checkout", "--quiet", "main");
  await commit(lockAt(5, ours, BASE, parts));
  const clean = await git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "merge", "--quiet", "other").then(
    () => true,
    () => false,
  );
  return { clean, text: await readFile(join(folder, file), "utf8") };
}

function read(text: string): Lock {
  const parsed = parseLock(text);
  if (!("lock" in parsed) || parsed.problem !== undefined) throw new Error(parsed.problem);
  return parsed.lock;
}

function tokensOf(lock: Lock): unknown[] {
  return lock.entities.filter(({ kind }) => kind === "token").map(({ name, value, revn }) => [name, value, revn]);
}

describe("a lock changed on two branches", () => {
  it.each([
    ["far apart", 1, 7],
    ["neighbours", 3, 4],
  ])("merges when the changes are of different entities, %s", async (_, one, other) => {
    const { clean, text } = await merge(edit(one, { value: "#111111" }), edit(other, { name: "color.renamed", value: "#222222" }));
    expect(clean).toBe(true);
    expect(tokensOf(read(text))).toEqual(
      TOKENS.map(({ name }, at) =>
        at === one ? [name, "#111111", 5] : at === other ? ["color.renamed", "#222222", 7] : [name, "#ffffff", 1],
      ),
    );
  });

  it("merges what one adds and the other removes and renames elsewhere", async () => {
    const added = createToken("color.new", { id: "id-8a" });
    const removed = TOKENS.filter((_, at) => at !== 4).map((token, at) => (at === 1 ? { ...token, name: "color.renamed" } : token));
    const { clean, text } = await merge([...TOKENS, added], removed, { name: "Renamed file" });
    expect(clean).toBe(true);
    const diff = diffDesign(BASE, read(text));
    expect(diff.entries.map(({ change, name }) => [change, name])).toEqual([
      ["removed", "color.t4"],
      ["renamed", "color.renamed"],
      ["added", "color.new"],
      ["renamed", "Renamed file"],
    ]);
  });

  it("merges the same change made on both at the same revision", async () => {
    const { clean } = await merge(edit(2, { value: "#111111" }), edit(2, { value: "#111111" }), { revn: 7 });
    expect(clean).toBe(true);
  });

  it.each([
    ["two values", { value: "#111111" }, { value: "#222222" }],
    ["two names", { name: "color.a" }, { name: "color.zzz" }],
    ["a name and a value", { name: "color.a" }, { value: "#222222" }],
  ])("conflicts when one entity was given %s, and is still read", async (_, one, other) => {
    const { clean, text } = await merge(edit(4, one), edit(4, other));
    expect(clean).toBe(false);
    expect(parseLock(text).problem).toMatch(/^The lock has an unresolved merge conflict in line \d+\.$/);
    const parsed = parseLock(text);
    expect("lock" in parsed && parsed.lock.entities).toHaveLength(BASE.entities.length + 1);
  });
});
