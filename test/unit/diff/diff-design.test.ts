import { describe, expect, it } from "vitest";
import type { Component, LibraryColor, Token, TokenTheme } from "../../../src/design.ts";
import { type DesignDiff, diffDesign, type Json, type Lock, type LockEntity, toLock, withPixelShares } from "../../../src/diff/index.ts";
import { createDesign } from "../../support/create-design.ts";
import { createToken, lockCore, lockTokens, withoutId } from "../../support/locks.ts";
import { createRandom, hostileText, pick } from "../../support/random.ts";

function told({ entries }: DesignDiff): unknown[] {
  return entries.map(({ change, name, class: gravity, guessed }) => [change, name, gravity, ...(guessed ? ["guessed"] : [])]);
}

function lockComponents(...components: Component[]): Lock {
  return toLock(createDesign({ components, pages: [] }), {
    instance: "acme",
    hashes: new Map(components.map(({ id, annotation }) => [id, annotation ?? id])),
  });
}

function icon(id: string, name: string, parts: Partial<Component> = {}): Component {
  return { id, name, path: ["icon"], pageId: "p1", rootId: "r", deleted: false, ...parts };
}

function button(id: string, name: string, properties: Record<string, string>, path: string[] = []): Component {
  const list = Object.entries(properties).map(([key, value]) => ({ name: key, value }));
  return icon(id, name, { path, variant: { id: "v1", properties: list } });
}

/** The set `core` as JSON and archives give it. */
function lockNameless(...tokens: Token[]): Lock {
  return lockTokens([{ name: "core", tokens: tokens.map(withoutId) }]);
}

describe("tokens with ids", () => {
  const a = createToken("color.a", { value: "#111111" });

  it("renamed are known by id, whatever else changed", () => {
    const after = createToken("color.b", { id: "id-color.a", value: "#222222", type: "dimension", description: "new" });
    const diff = diffDesign(lockCore(a, createToken("x")), lockCore(after, createToken("x")));
    expect(told(diff)).toEqual([
      ["renamed", "color.b", "major"],
      ["type", "color.b", "major"],
      ["value", "color.b", "patch"],
      ["description", "color.b", "patch"],
    ]);
  });

  it("that swap their names are two renames", () => {
    const swapped = [createToken("b", { id: "id-a", value: "1" }), createToken("a", { id: "id-b", value: "2" })];
    const diff = diffDesign(lockCore(createToken("a", { value: "1" }), createToken("b", { value: "2" })), lockCore(...swapped));
    expect(diff.entries.map(({ change, before, after }) => [change, before, after])).toEqual([
      ["renamed", "b", "a"],
      ["renamed", "a", "b"],
    ]);
  });

  it("are never guessed to be renamed", () => {
    const diff = diffDesign(lockCore(a, createToken("x")), lockCore(createToken("color.b", { value: "#111111" }), createToken("x")));
    expect(told(diff)).toEqual([
      ["removed", "color.a", "major"],
      ["added", "color.b", "minor"],
    ]);
    expect(diff.notes).toEqual([]);
  });

  it("deleted and made again by the same name are the same", () => {
    const diff = diffDesign(lockCore(a, createToken("x")), lockCore({ ...a, id: "other", value: "#333333" }, createToken("x")));
    expect(told(diff)).toEqual([["value", "color.a", "patch"]]);
  });

  it("moved to another set are not removed and added", () => {
    const sets = (core: Token[], brand: Token[]) => [
      { id: "s1", name: "core", tokens: core },
      { id: "s2", name: "brand", tokens: brand },
    ];
    const diff = diffDesign(lockTokens(sets([a], [])), lockTokens(sets([], [a])));
    expect(diff.entries).toMatchObject([{ change: "moved", name: "color.a", before: "core", after: "brand", class: "major" }]);
  });

  it("stay where they are when their set is renamed", () => {
    const diff = diffDesign(lockTokens([{ id: "s", name: "core", tokens: [a] }]), lockTokens([{ id: "s", name: "base", tokens: [a] }]));
    expect(diff.entries).toMatchObject([{ kind: "token-set", change: "renamed", before: "core", after: "base" }]);
  });

  it("whose old name remains in another set say so", () => {
    const sets = (name: string) => [
      { id: "s1", name: "light", tokens: [createToken(name, { id: "t1" })] },
      { id: "s2", name: "dark", tokens: [createToken("page", { id: "t2" })] },
    ];
    expect(diffDesign(lockTokens(sets("page")), lockTokens(sets("base"))).entries).toMatchObject([{ change: "renamed", remains: true }]);
  });
});

describe("tokens whose ids are all new", () => {
  const before = lockCore(createToken("color.teal.500", { value: "#00b8a9" }), createToken("color.ink", { value: "#111111" }));

  function renewed(...tokens: Token[]): Lock {
    return lockTokens([{ id: "new-set", name: "core", tokens: tokens.map((token) => ({ ...token, id: `new-${token.name}` })) }]);
  }

  it("are the same by name", () => {
    const after = renewed(createToken("color.teal.500", { value: "#00b8a9" }), createToken("color.ink", { value: "#111111" }));
    expect(diffDesign(before, after)).toMatchObject({ entries: [], notes: [] });
  });

  it("are guessed to be renamed when type and value are alone", () => {
    const after = renewed(createToken("color.mint.500", { value: "#00b8a9" }), createToken("color.ink", { value: "#111111" }));
    expect(diffDesign(before, after)).toMatchObject({
      entries: [{ change: "renamed", before: "color.teal.500", after: "color.mint.500", guessed: true, class: "major" }],
      notes: [expect.stringContaining("guess")],
    });
  });

  it("are told apart by what else they share when values are not alone", () => {
    const gaps = (group: string) => ["sm", "md"].map((size) => createToken(`${group}.${size}`, { value: "8px" }));
    const diff = diffDesign(lockNameless(...gaps("gap")), lockNameless(...gaps("space")));
    expect(diff.entries.map(({ change, before: from, after, guessed }) => [change, from, after, guessed])).toEqual([
      ["renamed", "gap.md", "space.md", true],
      ["renamed", "gap.sm", "space.sm", true],
    ]);
  });

  it("are not guessed at when nothing tells them apart", () => {
    const make = (...names: string[]) => lockNameless(...names.map((name) => createToken(name, { value: "8px" })));
    expect(told(diffDesign(make("a.x", "b.y"), make("c.z", "d.w")))).toEqual([
      ["removed", "a.x", "major"],
      ["removed", "b.y", "major"],
      ["added", "c.z", "minor"],
      ["added", "d.w", "minor"],
    ]);
  });

  it("are not guessed to be renamed when the type is another", () => {
    const make = (name: string, type: string) => lockNameless(createToken(name, { value: "8", type }));
    expect(told(diffDesign(make("a", "spacing"), make("b", "number")))).toEqual([
      ["removed", "a", "major"],
      ["added", "b", "minor"],
    ]);
  });

  it("are guessed to be moved when another set has the same", () => {
    const make = (set: string) =>
      lockTokens(["core", "brand"].map((name) => ({ name, tokens: name === set ? [withoutId(createToken("color.a"))] : [] })));
    expect(diffDesign(make("core"), make("brand")).entries).toMatchObject([
      { change: "moved", before: "core", after: "brand", guessed: true },
    ]);
  });

  it("do not hide that their set was renamed", () => {
    const tokens = ["a", "b", "c"].map((name) => withoutId(createToken(name)));
    const make = (name: string, list: Token[]) => lockTokens([{ name, tokens: list }]);
    const diff = diffDesign(make("core", tokens), make("base", [...tokens.slice(0, 2), withoutId(createToken("c", { value: "#000" }))]));
    expect(told(diff)).toEqual([
      ["renamed", "base", "major", "guessed"],
      ["value", "c", "patch"],
    ]);
  });
});

describe("values per theme", () => {
  const sets = (surface: string, white: string) => [
    { id: "s", name: "core", tokens: [createToken("white", { value: white }), createToken("surface", { value: surface })] },
  ];
  const lock = (surface: string, white: string, resolved: Record<string, string>): Lock =>
    lockTokens(sets(surface, white), {
      combinations: Object.entries(resolved).map(([name, value]) => ({
        name,
        sets: ["core"],
        values: new Map([
          ["white", white],
          ["surface", value],
        ]),
      })),
    });

  it("are told where they resolve otherwise", () => {
    const diff = diffDesign(lock("#aaa", "#fff", { light: "#aaa", dark: "#000" }), lock("#bbb", "#fff", { light: "#bbb", dark: "#000" }));
    expect(diff.entries).toMatchObject([
      { change: "value", before: "#aaa", after: "#bbb", themes: [{ theme: "light", before: "#aaa", after: "#bbb" }] },
    ]);
  });

  it("that are written otherwise and resolve as before are a change of the alias", () => {
    const diff = diffDesign(lock("{white}", "#fff", { light: "#fff" }), lock("{paper}", "#fff", { light: "#fff" }));
    expect(diff.entries).toMatchObject([{ change: "alias", before: "{white}", after: "{paper}", class: "patch" }]);
    expect(diff.entries[0]).not.toHaveProperty("themes");
  });

  it("that only follow from others are told apart", () => {
    const diff = diffDesign(lock("{white}", "#fff", { light: "#fff" }), lock("{white}", "#eee", { light: "#eee" }));
    expect(diff.entries.map(({ change, name }) => [change, name])).toEqual([
      ["value", "white"],
      ["resolved", "surface"],
    ]);
  });

  it("are compared only in combinations that both locks know", () => {
    const diff = diffDesign(lock("#aaa", "#fff", { light: "#aaa" }), lock("#aaa", "#fff", { light: "#aaa", dark: "#000" }));
    expect(diff.entries).toEqual([]);
  });

  it("that nobody resolved are values", () => {
    expect(told(diffDesign(lock("{a}", "#fff", {}), lock("{b}", "#fff", {})))).toEqual([["value", "surface", "patch"]]);
  });
});

describe("components", () => {
  it.each([
    ["renamed", icon("c", "tick"), { change: "renamed", before: "icon/check", after: "icon/tick", class: "major" }],
    [
      "moved to another group",
      icon("c", "check", { path: ["ui"] }),
      { change: "moved", before: "icon/check", after: "ui/check", class: "major" },
    ],
    ["redrawn", icon("c", "check", { annotation: "other" }), { change: "redrawn", class: "patch" }],
    ["moved to another page", icon("c", "check", { pageId: "p2" }), { change: "page", class: "none" }],
  ])("are %s", (_, after, entry) => {
    const diff = diffDesign(lockComponents(icon("c", "check"), icon("d", "x")), lockComponents(after, icon("d", "x")));
    expect(diff.entries[0]).toMatchObject({ kind: "component", id: "c", ...entry });
    expect(diff.entries.filter(({ change }) => change !== "description")).toHaveLength(1);
  });

  it("saved again without a change are no change", () => {
    const saved = icon("c", "check", { modifiedAt: "2026-01-01T00:00:00Z" });
    expect(diffDesign(lockComponents(icon("c", "check")), lockComponents(saved)).entries).toEqual([]);
  });

  it("without a hash on one side are not called redrawn", () => {
    const bare = toLock(createDesign({ components: [icon("c", "check")] }), { instance: "acme" });
    expect(diffDesign(bare, lockComponents(icon("c", "check"))).entries).toEqual([]);
  });

  it("redrawn get the share of pixels that differ, and without any are no change", () => {
    const lock = (note: string) =>
      lockComponents(icon("c", "check"), icon("d", "x"), ...[]).entities.map((entity) => ({
        ...entity,
        ...(entity.kind === "component" && { hash: note }),
      }));
    const of = (note: string): Lock => ({ ...lockComponents(), entities: lock(note) });
    const diff = withPixelShares(
      diffDesign(of("1"), of("2")),
      new Map([
        ["c", 0.25],
        ["d", 0],
      ]),
    );
    expect(diff.entries).toMatchObject([{ change: "redrawn", id: "c", pixels: 0.25 }]);
    expect(withPixelShares(diff, new Map([["c", 0]]))).toMatchObject({ class: "none", entries: [] });
  });
});

describe("variants", () => {
  const set = (name: string, ...values: Record<string, string>[]) => values.map((properties, at) => button(`b${at}`, name, properties));

  it("are renamed once, with their set", () => {
    const diff = diffDesign(
      lockComponents(...set("button", { State: "on" }, { State: "off" })),
      lockComponents(...set("Button", { State: "on" }, { State: "off" })),
    );
    expect(diff.entries).toMatchObject([{ kind: "variant-set", change: "renamed", before: "button", after: "Button" }]);
  });

  it("that answer to another value broke", () => {
    const diff = diffDesign(lockComponents(...set("button", { State: "on" })), lockComponents(...set("button", { State: "active" })));
    expect(diff.entries).toMatchObject([{ kind: "component", change: "properties", name: "button (State=active)", class: "major" }]);
  });

  it.each([
    ["gains a property", { State: "on", Size: "sm" }, "minor"],
    ["loses a property", {}, "major"],
    ["renames a property", { Status: "on" }, "major"],
  ])("are told once when their set %s", (_, properties, gravity) => {
    const diff = diffDesign(
      lockComponents(...set("button", { State: "on" }, { State: "on" })),
      lockComponents(...set("button", properties, properties)),
    );
    expect(diff.entries.map(({ kind, change, class: found }) => [kind, change, found])).toEqual([["variant-set", "properties", gravity]]);
  });

  it("added are new", () => {
    const diff = diffDesign(
      lockComponents(...set("button", { State: "on" })),
      lockComponents(...set("button", { State: "on" }, { State: "off" })),
    );
    expect(told(diff)).toEqual([["added", "button (State=off)", "minor"]]);
  });
});

describe("the rest of a design", () => {
  const color = (id: string, name: string, hex: string): LibraryColor => ({ id, name, path: ["brand"], opacity: 1, color: hex });
  const theme = (id: string, name: string, sets: string[]): TokenTheme => ({
    id,
    name,
    group: "mode",
    description: "",
    isSource: false,
    sets,
  });

  it("has colours that are renamed, moved and changed", () => {
    const lock = (...colors: LibraryColor[]) => toLock(createDesign({ colors }), { instance: "acme" });
    const before = lock(color("1", "a", "#111111"), color("2", "b", "#222222"));
    const after = lock({ ...color("1", "a", "#111111"), path: ["ui"] }, { ...color("2", "c", "#222222"), opacity: 0.5 });
    expect(diffDesign(before, after).entries).toMatchObject([
      { change: "renamed", before: "brand/b", after: "brand/c" },
      { change: "moved", before: "brand/a", after: "ui/a" },
      { change: "value", before: "#222222", after: { color: "#222222", opacity: 0.5 } },
    ]);
  });

  it("has themes whose sets change", () => {
    const lock = (sets: string[]) =>
      toLock(createDesign({ tokens: { sets: [], themes: [theme("t", "dark", sets)], activeThemes: [], activeSets: [] } }), {
        instance: "acme",
      });
    expect(diffDesign(lock(["core"]), lock(["core", "dark"])).entries).toMatchObject([
      { kind: "theme", name: "mode/dark", change: "sets", before: ["core"], after: ["core", "dark"] },
    ]);
  });

  it("has pages and a name, which concern nobody who uses it", () => {
    const lock = (name: string, ...pages: string[]) =>
      toLock(createDesign({ name, pages: pages.map((page) => ({ id: page, name: page, objects: {} })) }), { instance: "acme" });
    const diff = diffDesign(lock("Icons", "a", "b"), lock("Symbols", "a", "c"));
    expect(diff.class).toBe("none");
    expect(told(diff)).toEqual([
      ["renamed", "Symbols", "none"],
      ["removed", "b", "none"],
      ["added", "c", "none"],
    ]);
  });
});

describe("packages", () => {
  const artifacts = [
    { path: "packages/icons/check.svg", from: { kind: "component", id: "c", name: "check" } as const },
    { path: "packages/tokens/core.json", from: { kind: "token-set", id: "set-core", name: "core" } as const },
  ];
  const lock = (name: string, value: string): Lock => {
    const tokens = {
      sets: [{ id: "set-core", name: "core", tokens: [createToken("a", { value })] }],
      themes: [],
      activeThemes: [],
      activeSets: [],
    };
    return toLock(createDesign({ tokens, components: [icon("c", name)] }), { instance: "acme", artifacts });
  };
  const packages = { icons: "packages/icons/**", tokens: ["packages/tokens/**"], other: "docs/**" };

  it("have a class each, by the files made of what changed", () => {
    const diff = diffDesign(lock("check", "#111111"), lock("tick", "#222222"), { packages });
    expect(diff.packages).toEqual([
      { name: "icons", class: "major" },
      { name: "tokens", class: "patch" },
      { name: "other", class: "none" },
    ]);
    expect(diff.entries.map(({ paths }) => paths)).toEqual([["packages/icons/check.svg"], ["packages/tokens/core.json"]]);
  });

  it("with a pattern that is none are the author's mistake", () => {
    expect(() => diffDesign(undefined, lock("a", "b"), { packages: { icons: "{a" } })).toThrow(
      expect.objectContaining({ code: "DIFF_PACKAGE_GLOB" }),
    );
  });
});

describe("a lock that is no ancestor", () => {
  const after = lockCore(createToken("a"));

  it("that is not there makes everything new", () => {
    const diff = diffDesign(undefined, after);
    expect(diff).toMatchObject({
      ancestor: "none",
      class: "minor",
      notes: ["There is no lock yet. Nothing could be compared, so everything counts as added."],
    });
    expect(diff.entries.every(({ change }) => change === "added")).toBe(true);
  });

  it("that could not be read says why", () => {
    expect(diffDesign(undefined, after, { problem: "The lock is empty." })).toMatchObject({
      ancestor: "broken",
      notes: [expect.stringMatching(/^The lock is empty\./)],
    });
  });

  it("of another file is not compared, unless asked", () => {
    const other = { ...lockCore(createToken("b", { id: "id-a" })), fileId: "other" };
    expect(diffDesign(other, after)).toMatchObject({ ancestor: "other-file", notes: [expect.stringContaining("another design file")] });
    expect(told(diffDesign(other, after, { acrossFiles: true }))).toEqual([["renamed", "a", "major"]]);
  });
});

describe("any two locks", () => {
  const random = createRandom(11);
  const entity = (): LockEntity => ({
    kind: pick(random, ["component", "color", "token", "token-set", "theme", "page", "variant-set", "file", "font"]),
    name: hostileText(random),
    ...(random() < 0.5 && { id: pick(random, ["1", "2", "3", hostileText(random)]) }),
    ...(random() < 0.5 && { set: pick(random, ["a", "b", "__proto__"]) }),
    ...(random() < 0.5 && { path: hostileText(random) }),
    ...(random() < 0.5 && { value: pick<Json>(random, ["x", 1, null, { a: "{b}" }]) }),
    ...(random() < 0.3 && { variant: pick(random, ["1", "2"]), properties: [[hostileText(random), "on"]] as const }),
    ...(random() < 0.3 && { resolved: new Map([["light", hostileText(random)]]) }),
    paths: [],
    revn: 1,
  });
  const lock = (): Lock => ({
    instance: "acme",
    fileId: "f",
    combinations: ["light", "dark"],
    entities: Array.from({ length: 12 }, entity),
  });

  it("that are equal differ in nothing, whatever they hold, twice or not", () => {
    for (let round = 0; round < 300; round += 1) {
      const one = lock();
      const doubled = { ...one, entities: [...one.entities, ...one.entities] };
      for (const each of [one, doubled]) expect(diffDesign(each, structuredClone(each)).entries).toEqual([]);
    }
  });

  it("that differ account for every entity exactly once", () => {
    for (let round = 0; round < 300; round += 1) {
      const [before, after] = [lock(), lock()];
      const counted = (kind: string, side: Lock) => side.entities.filter((one) => one.kind === kind).length;
      const { entries } = diffDesign(before, after);
      for (const kind of ["token", "component", "color"]) {
        const [removed, added] = ["removed", "added"].map(
          (change) => entries.filter((one) => one.kind === kind && one.change === change).length,
        );
        expect(counted(kind, before) - (removed ?? 0)).toBe(counted(kind, after) - (added ?? 0));
      }
    }
  });
});
