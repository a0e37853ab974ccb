import { describe, expect, it } from "vitest";
import {
  type DesignDiff,
  type DiffEntry,
  diffDesign,
  diffVariables,
  emptyDiff,
  summarise,
  toDiffData,
  toMarkdown,
} from "../../../src/diff/index.ts";
import { lockOf, readAcme } from "../../support/locks.ts";
import { createRandom, hostileText } from "../../support/random.ts";

function entry(parts: Partial<DiffEntry> = {}): DiffEntry {
  return { kind: "token", change: "added", class: "minor", name: "a", paths: [], ...parts };
}

function diffOf(...entries: DiffEntry[]): DesignDiff {
  return { ...emptyDiff({ id: "f", name: "Acme" }), class: "major", entries };
}

function redrawn(name: string): DiffEntry {
  return entry({ kind: "component", change: "redrawn", class: "patch", name: `icons/${name}` });
}

const RENAMED = entry({
  change: "renamed",
  class: "major",
  name: "color.brand.primary",
  before: "color.brand",
  after: "color.brand.primary",
});

const HOSTILE = [
  "@team",
  "#12",
  "a|b",
  "`x`",
  "</details><img src=x>",
  "\u202egnp.exe",
  "a\nb",
  "**b**",
  "closes #4",
  "https://evil.example",
  "GH-12",
  "\\|",
  "![x](y)",
  "www.evil.example",
];

describe("the summary", () => {
  it("names one or two things of a sort and counts more", () => {
    expect(summarise(diffOf(RENAMED, redrawn("a"), redrawn("b"), redrawn("c")))).toBe(
      "3 icons redrawn, color.brand renamed to color.brand.primary",
    );
    expect(summarise(diffOf(redrawn("a"), redrawn("b")))).toBe("icons/a redrawn, icons/b redrawn");
  });

  it("says once what happened alike in two sets", () => {
    const both = ["light", "dark"].map((set) => entry({ change: "value", name: "surface.page", set }));
    expect(summarise(diffOf(...both))).toBe("surface.page changed");
  });

  it("leaves out what only follows from other changes", () => {
    expect(summarise(diffOf(RENAMED, entry({ change: "resolved", name: "x" })))).not.toContain("x resolved");
    expect(summarise(diffOf(entry({ change: "resolved", name: "x" })))).toBe("x resolved anew");
  });

  it("tells a move from set to set, and a type by its types", () => {
    expect(summarise(diffOf(entry({ change: "moved", name: "x", before: "core", after: "brand" })))).toBe("x moved from core to brand");
    expect(summarise(diffOf(entry({ change: "type", name: "x", before: "color", after: "number" })))).toBe(
      "x changed from color to number",
    );
  });

  it("stays on one line within its limit, and tells the gravest", () => {
    const random = createRandom(3);
    for (let round = 0; round < 100; round += 1) {
      const many = Array.from({ length: 30 }, () => entry({ name: hostileText(random), change: random() < 0.5 ? "added" : "value" }));
      const text = summarise(diffOf(entry({ change: "removed", class: "major", name: "gone" }), ...many), 80);
      expect(text.length).toBeLessThanOrEqual(80);
      expect(text).not.toMatch(/(?!\u200d)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(text).toContain("gone removed");
    }
  });

  it("says what a first sync holds", () => {
    const after = lockOf(readAcme("v1", "json"));
    expect(summarise(diffDesign(undefined, after))).toBe(
      "first sync: 5 components, 30 icons, 1 variant set, 8 colours, 5 typographies, 4 token sets, 40 tokens, 2 themes",
    );
    expect(summarise(diffDesign({ ...after, fileId: "x" }, after))).toMatch(/^synced anew: /);
  });
});

describe("the tables", () => {
  it("say first what breaks", () => {
    const text = toMarkdown(
      diffOf(RENAMED, entry({ change: "value", class: "patch", set: "light", name: "surface", before: "#f4f4f8", after: "#f0effa" })),
    );
    expect(text).toBe(`**Breaking changes**

| Change | What | Before | After |
|---|---|---|---|
| renamed | token \`color.brand.primary\` | \`color.brand\` | \`color.brand.primary\` |

**Other changes**

| Change | What | Before | After |
|---|---|---|---|
| changed | token \`surface\` in \`light\` | \`#f4f4f8\` | \`#f0effa\` |
`);
  });

  it("show values per theme where they are not what was written", () => {
    const themes = [
      { theme: "light", before: "#ffffff", after: "#eeeeee" },
      { theme: "dark", after: "#000000" },
    ];
    expect(toMarkdown(diffOf(entry({ change: "value", before: "{a}", after: "{b}", themes })))).toContain(
      "| `{a}`<br>`light`: `#ffffff`<br>`dark`: – | `{b}`<br>`light`: `#eeeeee`<br>`dark`: `#000000` |",
    );
  });

  it.each(HOSTILE)("let %j do nothing", (name) => {
    const text = toMarkdown(
      diffOf(
        entry({
          change: "value",
          name,
          set: name,
          before: name,
          after: { [name]: name },
          themes: [{ theme: name, before: name, after: "x" }],
        }),
      ),
    );
    const rows = text.split("\n").filter((line) => line.startsWith("| changed"));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.match(/\|/g)).toHaveLength(5);
    // Nothing but code spans, and the tags that are ours.
    const outside = (rows[0] ?? "").replace(/`[^`]*`|<code>[^<`|\\*_[\]@!]*<\/code>|<br>/g, "");
    expect(outside).toMatch(/^\| changed \| token {2}in {2}\|[ :]*\|[ :]*\|$/);
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  it("escape notes", () => {
    const text = toMarkdown({ ...diffOf(), notes: ["of <b>@team</b> | #12"] });
    expect(text).toBe("of &#60;b&#62;&#64;&#8203;team&#60;&#47;b&#62; &#124; &#35;&#8203;12\n");
  });

  it("are cut to rows and characters, and say what is missing", () => {
    const diff = diffOf(...Array.from({ length: 1000 }, (_, at) => entry({ name: `token-${at}-${"x".repeat(10_000)}` })));
    expect(toMarkdown(diff, { rows: 10 })).toContain("… and 990 more.");
    expect(toMarkdown(diff, { limit: 3000 }).length).toBeLessThanOrEqual(3000);
  });

  it("are empty when nothing changed", () => {
    expect(toMarkdown(emptyDiff())).toBe("");
  });
});

describe("the data", () => {
  it("is plain JSON with the same keys always", () => {
    const data = toDiffData(diffOf(RENAMED));
    expect(JSON.parse(JSON.stringify(data))).toEqual(data);
    expect(Object.keys(data)).toEqual(Object.keys(toDiffData(emptyDiff())));
    expect(data).toMatchObject({ format: 1, class: "major", counts: { renamed: 1, added: 0 }, entries: [RENAMED] });
  });

  it("has packages of any name", () => {
    const data = toDiffData({ ...emptyDiff(), packages: [{ name: "__proto__", class: "minor" }] });
    expect(JSON.stringify(data.packages)).toBe('{"__proto__":"minor"}');
  });

  it("lists a rename once that happened in several sets, and moves to another group with the renames", () => {
    const moved = entry({ kind: "component", change: "moved", name: "ui/x", before: "icon/x", after: "ui/x" });
    const { renamed, changed } = diffVariables(diffOf({ ...RENAMED, set: "a" }, { ...RENAMED, set: "b" }, moved));
    expect(renamed.map(({ from, to }) => [from, to])).toEqual([
      ["color.brand", "color.brand.primary"],
      ["icon/x", "ui/x"],
    ]);
    expect(changed).toEqual([]);
  });
});
