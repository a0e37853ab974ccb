import { describe, expect, it } from "vitest";
import type { Channel } from "../../../src/design.ts";
import { type DesignDiff, diffDesign, diffVariables, parseLock, printLock, summarise } from "../../../src/diff/index.ts";
import { lockOf, readAcme } from "../../support/locks.ts";
import { readFixture } from "../../support/read-fixture.ts";

interface Expected {
  tokensRenamed: { tokenId: string; set: string; from: string; to: string }[];
  tokensChanged: { set: string; name: string; from: string; to: string }[];
  libraryColorsChanged: { id: string; path: string; name: string; from: string; to: string }[];
  componentsDeleted: { componentId: string; path: string; name: string }[];
  componentsAdded: { componentId: string; path: string; name: string }[];
  componentsChanged: { componentId: string; path: string; name: string }[];
}

const expected = JSON.parse(readFixture("penpot/acme/expected-diff.v1-v2.json")) as Expected;

/** By way of the lock's text, as a run does it. */
function diffAcme(before: Channel, after: Channel): DesignDiff {
  const parsed = parseLock(printLock(lockOf(readAcme("v1", before))));
  if (!("lock" in parsed)) throw new Error(parsed.problem);
  return diffDesign(parsed.lock, lockOf(readAcme("v2", after)));
}

function toEntries(part: { exact: boolean }): unknown[] {
  const named = ({ path, name }: { path: string; name: string }): string => `${path}/${name}`;
  return [
    ...expected.componentsDeleted.map((one) => ({
      kind: "component",
      change: "removed",
      class: "major",
      id: one.componentId,
      name: named(one),
    })),
    ...expected.tokensRenamed.map(({ tokenId, set, from, to }) => ({
      kind: "token",
      change: "renamed",
      class: "major",
      ...(part.exact ? { id: tokenId } : { guessed: true }),
      name: to,
      set,
      before: from,
      after: to,
    })),
    ...expected.componentsAdded.map((one) => ({
      kind: "component",
      change: "added",
      class: "minor",
      id: one.componentId,
      name: named(one),
    })),
    ...expected.componentsChanged.map((one) => ({
      kind: "component",
      change: "redrawn",
      class: "patch",
      id: one.componentId,
      name: named(one),
    })),
    ...expected.libraryColorsChanged.map((one) => ({
      kind: "color",
      change: "value",
      class: "patch",
      id: one.id,
      name: named(one),
      before: one.from,
      after: one.to,
    })),
    ...expected.tokensChanged.map(({ set, name, from, to }) => ({
      kind: "token",
      change: "value",
      class: "patch",
      name,
      set,
      before: from,
      after: to,
    })),
  ];
}

function withoutPaths({ entries }: DesignDiff): unknown[] {
  return entries.map(({ paths: _, ...entry }) => entry);
}

describe("Acme v1 → v2", () => {
  it("is exactly what was edited, over Transit", () => {
    const diff = diffAcme("transit", "transit");
    const changedToken = { ...(toEntries({ exact: true }).at(-1) as object), id: "5974007e-87d4-80ef-8008-fb1ba4c9c9e9" };
    expect(withoutPaths(diff)).toEqual([...toEntries({ exact: true }).slice(0, -1), changedToken]);
    expect(diff).toMatchObject({ class: "major", ancestor: "lock", notes: [] });
  });

  it.each([
    ["json", "json"],
    ["archive", "archive"],
    ["archive", "json"],
    ["json", "archive"],
  ] as const)("is the same from %s to %s, and the rename is called a guess", (before, after) => {
    const diff = diffAcme(before, after);
    expect(withoutPaths(diff)).toEqual(toEntries({ exact: false }));
    expect(diff.notes).toEqual([expect.stringContaining("is a guess")]);
  });

  it.each([
    ["transit", "archive"],
    ["archive", "transit"],
  ] as const)("is found from %s to %s too, where only one side has token ids", (before, after) => {
    const found = diffAcme(before, after).entries.map(({ kind, change, name, guessed }) => [kind, change, name, guessed]);
    expect(found).toEqual(
      (toEntries({ exact: false }) as { kind: string; change: string; name: string; guessed?: true }[]).map((one) => [
        one.kind,
        one.change,
        one.name,
        one.guessed,
      ]),
    );
  });

  it("is told in a line", () => {
    expect(summarise(diffAcme("transit", "transit"))).toBe(
      "icon/minus removed, icon/chevron-down added, icon/check redrawn, brand/secondary changed, color.teal.500 renamed to color.mint.500, surface.page changed",
    );
    expect(summarise(diffAcme("json", "json"))).toContain("color.teal.500 probably renamed to color.mint.500");
  });

  it("is what expressions see", () => {
    expect(diffVariables(diffAcme("transit", "transit"))).toMatchObject({
      class: "major",
      compared: true,
      renamed: [{ kind: "token", from: "color.teal.500", to: "color.mint.500", guessed: false, remains: false }],
      added: [{ kind: "component", name: "icon/chevron-down" }],
      removed: [{ kind: "component", name: "icon/minus" }],
      changed: [{ name: "icon/check" }, { name: "brand/secondary" }, { name: "surface.page", set: "light" }],
      counts: { removed: 1, renamed: 1, added: 1, redrawn: 1, value: 2, alias: 0 },
    });
  });

  it.each(["transit", "json", "archive"] as const)("is nothing when nothing changed, over %s", (channel) => {
    const diff = diffDesign(lockOf(readAcme("v2", channel)), lockOf(readAcme("v2", channel)));
    expect(diff).toMatchObject({ class: "none", entries: [], notes: [] });
    expect(summarise(diff)).toBe("no changes");
  });
});
