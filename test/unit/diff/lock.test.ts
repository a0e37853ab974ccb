import { describe, expect, it } from "vitest";
import type { Design } from "../../../src/design.ts";
import { type Json, type Lock, type LockEntity, lockPath, parseLock, printLock, toLock } from "../../../src/diff/index.ts";
import { createComponents, createDesign } from "../../support/create-design.ts";
import { createToken, lockCore, lockOf, lockTokens, readAcme } from "../../support/locks.ts";
import { createRandom, hostileText, pick } from "../../support/random.ts";

function parse(text: string): Lock {
  const parsed = parseLock(text);
  if (!("lock" in parsed)) throw new Error(parsed.problem);
  return parsed.lock;
}

function problemOf(text: string): string | undefined {
  return parseLock(text).problem;
}

const HEAD = '{"penops-lock":1,"instance":"acme","file":"f"}';
const KINDS = ["component", "color", "token", "theme", "page", "font"] as const;

function randomEntity(random: () => number, combinations: readonly string[]): LockEntity {
  const maybe = <T>(make: () => T): T | undefined => (random() < 0.5 ? make() : undefined);
  const text = (): string => hostileText(random);
  const value = () => pick<Json>(random, [text(), 1.5, true, null, { [text()]: { b: [text(), null] } }, [text()]]);
  const known = combinations.filter(() => random() < 0.8);
  const optional = {
    path: maybe(text),
    set: maybe(text),
    id: maybe(text),
    type: maybe(text),
    value: maybe(value),
    resolved: known.length > 0 ? new Map(known.map((name) => [name, random() < 0.5 ? "#fff" : value()])) : undefined,
    hash: maybe(text),
    properties: maybe(() => [[text(), text()] as const]),
    sets: maybe(() => [text()]),
  };
  const present = Object.fromEntries(Object.entries(optional).filter(([, item]) => item !== undefined));
  return { kind: pick(random, KINDS), name: text(), ...present, paths: random() < 0.5 ? [text()] : [], revn: Math.floor(random() * 9) };
}

describe("a lock", () => {
  it("has a head and one entity a line, with a blank line between", () => {
    const [comment, head, ...lines] = printLock(lockCore(createToken("b"), createToken("a"))).split("\n");
    expect(comment).toMatch(/^# Made by Penops/);
    expect(JSON.parse(head ?? "")).toEqual({ "penops-lock": 1, instance: "acme", file: "00000000-0000-8000-8000-000000000001" });
    expect(lines).toEqual([
      "",
      '{"kind":"file","name":"Icons","id":"00000000-0000-8000-8000-000000000001","revn":1}',
      "",
      '{"kind":"token-set","name":"core","id":"set-core","revn":1}',
      "",
      '{"kind":"token","name":"a","set":"core","id":"id-a","type":"color","value":"#ffffff","revn":1}',
      "",
      '{"kind":"token","name":"b","set":"core","id":"id-b","type":"color","value":"#ffffff","revn":1}',
      "",
    ]);
  });

  it.each(["transit", "json", "archive"] as const)("of Acme over %s is read as it was written", (channel) => {
    const lock = lockOf(readAcme("v1", channel));
    expect(parse(printLock(lock))).toEqual(lock);
    expect(printLock(parse(printLock(lock)))).toBe(printLock(lock));
  });

  it("is read as it was written whatever it holds", () => {
    const random = createRandom(7);
    for (let round = 0; round < 150; round += 1) {
      const combinations = [...new Set(Array.from({ length: Math.floor(random() * 4) }, () => hostileText(random)))];
      const entities = Array.from({ length: 8 }, () => randomEntity(random, combinations));
      // The keys of values are written without escapes, so the first reading may rename some.
      const text = printLock(parse(printLock({ instance: hostileText(random), fileId: hostileText(random), combinations, entities })));
      expect(printLock(parse(text))).toBe(text);
      const resolvedOf = (list: readonly LockEntity[]) => list.map(({ resolved }) => resolved?.size ?? 0).sort();
      expect(resolvedOf(parse(text).entities)).toEqual(resolvedOf(entities));
      expect(parse(text).entities).toHaveLength(entities.length);
      expect(
        parse(text)
          .entities.map(({ name }) => name)
          .sort(),
      ).toEqual(entities.map(({ name }) => name).sort());
      expect(text).not.toMatch(/(?!\u200d)[\u007f-\u009f\p{Cf}\u2028\u2029]|[^\n]\r/u);
      for (const line of text.split("\n")) expect(line).toMatch(/^(?:$|[{#])/);
    }
  });

  it("keeps names that are properties of every object", () => {
    const value = JSON.parse('{"__proto__":{"constructor":"x"}}') as unknown;
    const lock = lockCore(createToken("__proto__", { value }));
    expect(printLock(lock)).toContain('"name":"__proto__"');
    expect(printLock(parse(printLock(lock)))).toContain('"value":{"__proto__":{"constructor":"x"}}');
  });

  it("holds values that JSON cannot, and those that nest too deeply, without failing", () => {
    const deep = JSON.parse(`${"[".repeat(5000)}${"]".repeat(5000)}`) as unknown;
    const lock = lockCore(createToken("nan", { value: Number.NaN }), createToken("deep", { value: deep }));
    expect(parse(printLock(lock))).toEqual(lock);
    expect(parseLock(`${HEAD}\n{"kind":"token","name":"x","value":${"[".repeat(5000)}${"]".repeat(5000)}}`)).toHaveProperty("lock");
  });

  it("has the same bytes whatever the order the design was read in", () => {
    const design = readAcme("v1", "transit");
    const turned: Design = { ...design, components: design.components.toReversed(), colors: design.colors.toReversed() };
    expect(printLock(lockOf(turned))).toBe(printLock(lockOf(design)));
  });

  it("leaves deleted components out", () => {
    const [kept, gone] = createComponents("kept", "gone");
    if (!kept || !gone) throw new Error("two components were made");
    const lock = toLock(createDesign({ components: [kept, { ...gone, deleted: true }] }), { instance: "acme" });
    expect(lock.entities.filter(({ kind }) => kind === "component").map(({ name }) => name)).toEqual(["kept"]);
  });

  it("names the files made of an entity, and what files were made of that no design lists", () => {
    const [icon] = createComponents("home");
    const artifacts = [
      { path: "b.svg", from: { kind: "component", id: "c1", name: "home" } as const },
      { path: "a.svg", from: { kind: "component", id: "c1", name: "home" } as const },
      { path: "logo.png", from: { kind: "shape", id: "s1", name: "Logo" } as const },
      { path: "core.json", from: { kind: "token-set", id: "core", name: "core" } as const },
      { path: "index.ts" },
    ];
    const tokens = { sets: [{ name: "core", tokens: [] }], themes: [], activeThemes: [], activeSets: [] };
    const lock = toLock(createDesign({ components: icon ? [icon] : [], tokens }), { instance: "acme", artifacts });
    const paths = lock.entities.filter((entity) => entity.paths.length > 0).map((entity) => [entity.kind, entity.name, entity.paths]);
    expect(paths).toEqual([
      ["component", "home", ["a.svg", "b.svg"]],
      ["token-set", "core", ["core.json"]],
      ["shape", "Logo", ["logo.png"]],
    ]);
  });

  it("says what a token resolves to where its set has the last word", () => {
    const values = new Map([["page", "#fff"]]);
    const combinations = [
      { name: "light", sets: ["core", "light"], values },
      { name: "dark", sets: ["core"], values: new Map([["page", "#000"]]) },
    ];
    const sets = [
      { id: "s1", name: "core", tokens: [createToken("page")] },
      { id: "s2", name: "light", tokens: [createToken("page", { id: "t2" })] },
    ];
    const resolved = lockTokens(sets, { combinations }).entities.filter(({ kind }) => kind === "token");
    expect(resolved.map(({ set, resolved }) => [set, resolved])).toEqual([
      ["core", new Map([["dark", "#000"]])],
      ["light", new Map([["light", "#fff"]])],
    ]);
  });
});

describe("the revision of a line", () => {
  const first = lockCore(createToken("a"), createToken("b"));

  it("stays when the line stays, so that an edit of something else leaves all bytes as they are", () => {
    const tokens = {
      sets: [{ id: "set-core", name: "core", tokens: [createToken("a"), createToken("b")] }],
      themes: [],
      activeThemes: [],
      activeSets: [],
    };
    const next = toLock(createDesign({ tokens, revn: 9, vern: 4 }), { instance: "acme", before: first });
    expect(printLock(next)).toBe(printLock(first));
  });

  it("is the file's where the line is new", () => {
    const tokens = {
      sets: [{ id: "set-core", name: "core", tokens: [createToken("a", { value: "#000" }), createToken("b")] }],
      themes: [],
      activeThemes: [],
      activeSets: [],
    };
    const next = toLock(createDesign({ tokens, revn: 9 }), { instance: "acme", before: first });
    expect(next.entities.filter(({ revn }) => revn === 9).map(({ name }) => name)).toEqual(["a"]);
  });

  it("is not taken from the lock of another file", () => {
    const next = toLock(createDesign({ revn: 9 }), { instance: "acme", before: { ...first, fileId: "other" } });
    expect(next.entities.every(({ revn }) => revn === 9)).toBe(true);
  });

  it("stays when a combination comes in which a token resolves as in the others", () => {
    const theme = (name: string) => ({ name, sets: ["core"], values: new Map([["a", "#fff"]]) });
    const sets = [{ id: "set-core", name: "core", tokens: [createToken("a")] }];
    const one = lockTokens(sets, { combinations: [theme("x")] });
    const tokens = { sets, themes: [], activeThemes: [], activeSets: [] };
    const two = toLock(createDesign({ tokens, revn: 9 }), { instance: "acme", combinations: [theme("x"), theme("y")], before: one });
    expect(two.entities.every(({ revn }) => revn === 1)).toBe(true);
  });
});

describe("an incomplete reading", () => {
  it("keeps the lines of what it lacks", () => {
    const before = lockCore(createToken("a"), createToken("b"));
    const tokens = { sets: [{ id: "set-core", name: "core", tokens: [createToken("a")] }], themes: [], activeThemes: [], activeSets: [] };
    const after = toLock(createDesign({ tokens, complete: false, revn: 2 }), { instance: "acme", before });
    expect(after).toEqual(before);
  });
});

describe("a lock that is no lock", () => {
  it.each([
    ["nothing", "", "The lock is empty."],
    ["only comments", "# hello\n\n", "The lock is empty."],
    ["other text", "hello\nworld", "The lock cannot be read: its first line does not say that it is a lock of Penops."],
    ["another tool's", '{"lockfileVersion":3}', "The lock cannot be read: its first line does not say that it is a lock of Penops."],
    ["a newer format", '{"penops-lock":2,"instance":"a","file":"f"}', "The lock has format 2; this version of Penops reads format 1."],
    ["no file", '{"penops-lock":1,"instance":"a"}', "The lock cannot be read: its first line names no instance or no file."],
  ])("is told: %s", (_, text, problem) => {
    expect(parseLock(text)).toEqual({ problem });
  });

  it.each([
    ["cut short", `${HEAD}\n{"kind":"page","na`],
    ["of an unknown kind", `${HEAD}\n{"kind":"gizmo","name":"x"}`],
    ["with a field of a wrong type", `${HEAD}\n{"kind":"page","name":"x","id":7}`],
    ["that is a list", `${HEAD}\n[1]`],
  ])("loses only the line %s", (_, text) => {
    expect(problemOf(text)).toBe("Line 2 of the lock cannot be read.");
    expect(parse(`${text}\n{"kind":"page","name":"kept"}\n`).entities.map(({ name }) => name)).toEqual(["kept"]);
  });

  it("is read on both sides of an unresolved conflict", () => {
    const text = `${HEAD}\n<<<<<<< HEAD\n{"kind":"page","name":"x"}\n=======\n{"kind":"page","name":"y"}\n>>>>>>> other\n`;
    expect(problemOf(text)).toBe("The lock has an unresolved merge conflict in line 2.");
    expect(parse(text).entities.map(({ name }) => name)).toEqual(["x", "y"]);
  });

  it("is read with the line ends of Windows and a byte order mark", () => {
    const lock = lockCore(createToken("a"));
    expect(parseLock(`\ufeff${printLock(lock).replaceAll("\n", "\r\n")}`)).toEqual({ lock });
  });
});

describe("the path of a lock", () => {
  it("is made of the recipe's name and the file's id", () => {
    expect(lockPath("icons", "5974007e-87d4-80ef-8008-fb1ba4aaa022")).toBe(".penops/icons/5974007e-87d4-80ef-8008-fb1ba4aaa022.lock");
  });

  it("is safe for any names, and different for different ones", () => {
    const names = [
      "../../etc",
      "a/b",
      "a b",
      "A",
      "a",
      "",
      "con",
      "nul.txt",
      ".git",
      "é",
      "😀",
      "x".repeat(10_000),
      "a\nb",
      "a.",
      "..",
      "a..b",
    ];
    const paths = names.flatMap((name) => [lockPath("icons", name), lockPath(name, "f")]);
    expect(new Set(paths.map((path) => path.toLowerCase())).size).toBe(paths.length);
    for (const path of paths) expect(path).toMatch(/^\.penops\/[a-z0-9][a-z0-9._-]{0,90}\/[a-z0-9][a-z0-9._-]{0,90}\.lock$/);
    expect(paths.some((path) => path.includes("..") || /\/(?:con|nul)\b(?!-)/.test(path))).toBe(false);
  });
});
