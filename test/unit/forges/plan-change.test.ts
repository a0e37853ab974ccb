import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/change-set.ts";
import { toBlobId } from "../../../src/forges/git/blob-id.ts";
import { countChanges, planChange, readChangeSet, type TreeEntry } from "../../../src/forges/plan-change.ts";

function toChange(files: Record<string, string>, more: Partial<ChangeSet> = {}): ChangeSet {
  const artifacts = Object.entries(files).map(([path, content]) => ({ path, content: Buffer.from(content) }));
  return { branch: "b", title: "", body: "", message: "", labels: [], files: artifacts, prune: [], keep: [], ...more };
}

/** A snapshot of files and, with a mode in front, of other entries: `120000 x`. */
function toSnapshot(files: Record<string, string>): Map<string, TreeEntry> {
  return new Map(
    Object.entries(files).map(([path, text]) => {
      const [, mode = "100644", content = text] = /^(\d{6}) (.*)$/s.exec(text) ?? [];
      return [path, { mode, id: toBlobId(Buffer.from(content)) }];
    }),
  );
}

function plan(change: ChangeSet, files: Record<string, string>): string[] {
  return planChange(readChangeSet(change), toSnapshot(files), (content) => toBlobId(content)).map(
    ({ kind, path, mode }) => `${kind} ${path}${mode === undefined || mode === "100644" ? "" : ` ${mode}`}`,
  );
}

describe("planning a change", () => {
  it("names what is added, modified and deleted, sorted by path", () => {
    const files = { "icons/new.svg": "n", "icons/b.svg": "2", "icons/same.svg": "s" };
    const base = { icons: "040000 ", "icons/b.svg": "1", "icons/same.svg": "s", "icons/gone.svg": "g" };
    expect(plan(toChange(files, { prune: ["icons"] }), base)).toEqual([
      "modified icons/b.svg",
      "deleted icons/gone.svg",
      "added icons/new.svg",
    ]);
  });

  it("is empty when the base already says it", () => {
    expect(plan(toChange({ a: "1" }), { a: "1" })).toEqual([]);
  });

  it("keeps the mode of a file it rewrites, and leaves a file alone that differs in the mode only", () => {
    expect(plan(toChange({ "run.sh": "2", other: "1" }), { "run.sh": "100755 1", other: "100755 1" })).toEqual(["modified run.sh 100755"]);
  });

  it("deletes nothing beside a pruned folder whose name begins alike", () => {
    expect(plan(toChange({}, { prune: ["icons"] }), { "icons-old/a": "1", icons: "040000 " })).toEqual([]);
  });

  it("keeps kept files, and whatever lies in kept folders", () => {
    const base = { "i/a": "1", "i/b": "1", "i/c": "040000 ", "i/c/d": "1" };
    expect(plan(toChange({}, { prune: ["i/"], keep: ["./i/a", "i/c"] }), base)).toEqual(["deleted i/b"]);
  });

  it("writes a file although it is on the list of what is kept", () => {
    expect(plan(toChange({ "i/a": "2" }, { prune: ["i"], keep: ["i/a"] }), { "i/a": "1" })).toEqual(["modified i/a"]);
  });

  it("replaces an owned folder by a file and an owned file by a folder", () => {
    const owned = { prune: ["i"] };
    expect(plan(toChange({ "i/x": "f" }, owned), { i: "040000 ", "i/x": "040000 ", "i/x/1": "a" })).toEqual(["added i/x", "deleted i/x/1"]);
    expect(plan(toChange({ "i/x/1": "f" }, owned), { i: "040000 ", "i/x": "a" })).toEqual(["deleted i/x", "added i/x/1"]);
  });

  it.each([
    ["a file of others in the way", toChange({ "a/b": "1" }), { a: "x" }, "PATH_CONFLICT"],
    ["a folder of others in the way", toChange({ a: "1" }), { a: "040000 ", "a/b": "x" }, "PATH_CONFLICT"],
    ["a kept file in the way", toChange({ "i/a/b": "1" }, { prune: ["i"], keep: ["i/a"] }), { "i/a": "x" }, "PATH_CONFLICT"],
    [
      "a submodule inside a folder to replace",
      toChange({ "i/a": "1" }, { prune: ["i"] }),
      { "i/a": "040000 ", "i/a/m": "160000 x" },
      "PATH_CONFLICT",
    ],
    ["a symbolic link as the folder", toChange({ "a/b/c": "1" }), { a: "040000 ", "a/b": "120000 /etc" }, "PATH_SYMLINK"],
    ["a symbolic link as the file", toChange({ a: "1" }), { a: "120000 /etc/passwd" }, "PATH_SYMLINK"],
    ["a submodule as the folder", toChange({ "a/b": "1" }), { a: "160000 x" }, "PATH_SUBMODULE"],
  ])("refuses %s", (_, change, base, code) => {
    expect(() => plan(change, base)).toThrow(expect.objectContaining({ name: "UserError", code, hint: expect.any(String) }));
  });

  it("counts by kind", () => {
    expect(countChanges([{ kind: "added" }, { kind: "added" }, { kind: "deleted" }])).toEqual({ added: 2, modified: 0, deleted: 1 });
  });
});

describe("reading a change set", () => {
  it("makes paths canonical and takes the same file twice for one", () => {
    const files = [
      { path: "./a//b", content: Buffer.from("1") },
      { path: "a/b", content: Buffer.from("1") },
    ];
    expect([...readChangeSet(toChange({}, { files })).files.keys()]).toEqual(["a/b"]);
  });

  it("refuses two contents for one path", () => {
    const files = [
      { path: "a/b", content: Buffer.from("1") },
      { path: "a/./b", content: Buffer.from("2") },
    ];
    expect(() => readChangeSet(toChange({}, { files }))).toThrow(expect.objectContaining({ code: "ARTIFACT_TWICE" }));
  });

  it("refuses a path that is a file and a folder", () => {
    expect(() => readChangeSet(toChange({ a: "1", "a/b": "2" }))).toThrow(expect.objectContaining({ code: "ARTIFACT_PATH_CONFLICT" }));
  });

  it.each(["../a", "/a", ".git/config"])("refuses the path %j, in every list", (path) => {
    for (const change of [toChange({ [path]: "" }), toChange({}, { prune: [path] }), toChange({}, { keep: [path] })]) {
      expect(() => readChangeSet(change)).toThrow(expect.objectContaining({ code: "ARTIFACT_PATH" }));
    }
  });
});
