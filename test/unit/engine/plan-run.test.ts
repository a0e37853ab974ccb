import { describe, expect, it } from "vitest";
import { formatPlan } from "../../../src/engine/format-plan.ts";
import { type Plan, planRun, toPlanData } from "../../../src/engine/plan-run.ts";
import { createSourceIndex } from "../../../src/engine/sources.ts";
import { toUnifiedDiff } from "../../../src/engine/unified-diff.ts";
import type { FileChange } from "../../../src/forge.ts";
import { createComponents, createDesign } from "../../support/create-design.ts";
import { createRecipe } from "../../support/create-recipe.ts";
import { fakeActions } from "../../support/fake-actions.ts";
import { createFakeForge } from "../../support/fake-forge.ts";
import { createFakePenpot, idOf } from "../../support/fake-penpot.ts";
import { createSilentLog } from "../../support/silent-log.ts";

async function plan(base: Record<string, string>, names = ["Home", "Arrow"]) {
  const penpot = createFakePenpot({ Design: { System: { Icons: {} } } });
  penpot.designs.set(idOf("Icons"), createDesign({ id: idOf("Icons"), components: createComponents(...names) }));
  const forge = createFakeForge(base);
  const log = createSilentLog();
  const file = { instance: "main", teamId: idOf("Design"), projectId: idOf("System"), fileId: idOf("Icons"), name: "Icons" };
  const result = await planRun(
    { run: { id: "plan", recipe: "icons", file, events: [], attempt: 1 }, recipe: createRecipe() },
    {
      actions: fakeActions,
      penpot: () => penpot,
      forge: () => forge,
      sources: createSourceIndex([penpot], { main: ["*"] }, log),
      log,
      signal: new AbortController().signal,
    },
  );
  return { result, forge };
}

function planOf(changes: FileChange[]): Plan {
  const changeSet = { branch: "penops/icons/1", title: "icons: Icons", body: "", message: "", labels: [], files: [], prune: [], keep: [] };
  return {
    state: "ready",
    repository: "github:acme/web",
    changeSet,
    comparison: { base: "main", changes },
    notes: [],
    pictures: [],
    revn: 1,
  };
}

describe("planRun", () => {
  it("says what would change and changes nothing", async () => {
    const { result, forge } = await plan({ "icons/home.svg": "Old\n", "icons/gone.svg": "x\n" });
    expect(forge.proposed).toEqual([]);
    expect(toPlanData(result)).toMatchObject({
      state: "changes",
      repository: "github:acme/web",
      base: "main",
      title: "icons: Icons",
      changes: [
        { path: "icons/arrow.svg", kind: "added", sizeAfter: 12 },
        { path: "icons/gone.svg", kind: "deleted", sizeBefore: 2 },
        { path: "icons/home.svg", kind: "modified", sizeBefore: 4, sizeAfter: 11 },
      ],
    });
  });

  it("is text for a terminal", async () => {
    const { result } = await plan({ "icons/home.svg": "Old\n", "icons/gone.svg": "x\n" });
    expect(formatPlan(result)).toBe(
      `icons: Icons
  github:acme/web  penops/icons/${idOf("Icons").replaceAll("-", "").slice(-12)} → main
  1 file added, 1 changed, 1 deleted.

+ icons/arrow.svg  12 bytes
- icons/gone.svg  2 bytes
~ icons/home.svg  4 → 11 bytes

~ icons/home.svg
  @@ -1 +1 @@
  -Old
  +Home svg 1
`,
    );
  });

  it("says so when there is nothing to do", async () => {
    const { result } = await plan({}, []);
    expect(formatPlan(result)).toBe("github:acme/web (main) already is what the design says.\n");
    expect(formatPlan({ state: "skipped", notes: [{ level: "info", message: "The file is gone." }] })).toBe(
      "Nothing to do.\n  The file is gone.\n",
    );
    expect(toPlanData(result)).toMatchObject({ state: "nothing", changes: [] });
  });
});

describe("formatPlan", () => {
  it("does not call a repository up to date when something was left out", () => {
    const plan = (level: "info" | "warning") => formatPlan({ ...planOf([]), notes: [{ level, message: "The icon a was not drawn." }] });
    expect(plan("warning")).toBe("Nothing to propose to github:acme/web (main).\n  warning: The icon a was not drawn.\n");
    expect(plan("info")).toBe("github:acme/web (main) already is what the design says.\n  The icon a was not drawn.\n");
  });

  it("counts one as one", () => {
    const [before, after] = ["a\n".repeat(31), "b\n".repeat(30)].map((text) => Buffer.from(text));
    const text = formatPlan(
      planOf([
        { path: "one", kind: "added", after: Buffer.from("1") },
        { path: "long", kind: "modified", ...(before && { before }), ...(after && { after }) },
      ]),
    );
    expect(text).toContain("+ one  1 byte\n");
    expect(text).toMatch(/ … [2-9] more lines\n/);
  });

  it("does not let a design control the terminal", () => {
    const text = formatPlan(
      planOf([
        { path: "a\u001b[2J.svg", kind: "modified", before: Buffer.from("a\n"), after: Buffer.from("\u001b]0;title\u0007\u202eb\n") },
      ]),
    );
    for (const control of ["\u001b", "\u0007", "\u202e"]) expect(text).not.toContain(control);
  });

  it("shows no difference of what is no text", () => {
    const text = formatPlan(
      planOf([{ path: "a.png", kind: "modified", before: Buffer.from([137, 80, 0, 1]), after: Buffer.from([0xff, 0xfe]) }]),
    );
    expect(text).not.toContain("@@");
    expect(text).toContain("~ a.png  4 → 2 bytes");
  });

  it("cuts long lines where they begin to differ", () => {
    const line = (mark: string) => Buffer.from(`<svg>${"x".repeat(300)}${mark}${"y".repeat(300)}</svg>\n`);
    const text = formatPlan(planOf([{ path: "a.svg", kind: "modified", before: line("old"), after: line("new") }]));
    const [removed = "", added = ""] = text.split("\n").filter((one) => /^ {2}[-+]/.test(one));
    expect(removed).toMatch(/^ {2}-…x{40}oldy+…$/);
    expect(added).toMatch(/^ {2}\+…x{40}newy+…$/);
    expect([removed.length, added.length]).toEqual([162, 162]);
  });

  it("shows lines from their start when they differ early, and cuts none that is short", () => {
    const change = (tail: string) =>
      planOf([{ path: "a", kind: "modified", before: Buffer.from(`a${tail}\n`), after: Buffer.from(`b${tail}\n`) }]);
    expect(formatPlan(change("z".repeat(500)))).toMatch(/ {2}-az+…\n {2}\+bz+…\n/);
    expect(formatPlan(change("zz"))).toContain("  -azz\n  +bzz\n");
  });

  it("tells how far pictures of very long lines differ, for nobody reads their markup", () => {
    const change = (mark: string) => Buffer.from(`<svg>${mark}${"y".repeat(3000)}</svg>\n`);
    const plan = planOf([{ path: "a.svg", kind: "modified", before: change("old"), after: change("new") }]);
    const check = { path: "a.svg", difference: 0.0314, tolerance: 0.001, kept: false };
    const text = formatPlan({ ...plan, pictures: [check] } as Plan);
    expect(text).toContain("~ a.svg\n  picture differs in 3.14 % of pixels (tolerance 0.10 %), replaced\n");
    expect(text).not.toContain("yyy");
    expect(formatPlan({ ...plan, pictures: [{ ...check, difference: Infinity }] } as Plan)).toContain("yyy");
  });

  it("cuts long differences and many of them", () => {
    const long = Array.from({ length: 500 }, (_, index) => `line ${index}`);
    const change = (path: string): FileChange => ({
      path,
      kind: "modified",
      before: Buffer.from(long.join("\n")),
      after: Buffer.from(long.map((line) => `${line}!`).join("\n")),
    });
    const text = formatPlan(planOf(Array.from({ length: 12 }, (_, index) => change(`f${index}`))));
    expect(text.split("\n").length).toBeLessThan(480);
    expect(text).toContain("more lines");
    expect(text).toContain("… the differences of 5 more files are not shown.");
  });
});

describe("toUnifiedDiff", () => {
  const lines = (...list: (string | number)[]) => `${list.join("\n")}\n`;

  it("shows changes with three lines around them and joins near ones", () => {
    expect(
      toUnifiedDiff(lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14), lines(1, 2, 3, 4, "5!", 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)),
    ).toEqual([
      "@@ -2,7 +2,7 @@",
      ...[" 2", " 3", " 4", "-5", "+5!", " 6", " 7", " 8"],
      "@@ -12,3 +12,4 @@",
      ...[" 12", " 13", " 14", "+15"],
    ]);
  });

  it("finds moved and repeated lines by their longest common part", () => {
    expect(toUnifiedDiff(lines("a", "b", "c", "a"), lines("b", "c", "a", "a"))).toEqual(["@@ -1,4 +1,4 @@", "-a", " b", " c", "+a", " a"]);
  });

  it("is empty for equal texts and whole for new ones", () => {
    expect(toUnifiedDiff("a\n", "a\n")).toEqual([]);
    expect(toUnifiedDiff("", "a\nb\n")).toEqual(["@@ -0,0 +1,2 @@", "+a", "+b"]);
  });

  it("tells a missing newline at the end", () => {
    expect(toUnifiedDiff("a\n", "a")).toEqual(["@@ -1 +1,2 @@", " a", "+\\ No newline at end of file"]);
  });

  it("does not take forever for texts that share nothing", () => {
    const many = (mark: string) => Array.from({ length: 20_000 }, (_, index) => `${mark}${index}`).join("\n");
    const started = performance.now();
    expect(toUnifiedDiff(many("a"), many("b")).length).toBe(40_002);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
