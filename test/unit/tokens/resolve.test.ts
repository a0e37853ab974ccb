import { describe, expect, it } from "vitest";
import { createResolver, type Resolution, resolveTokens } from "../../../src/tokens/index.ts";
import { createLibrary, createToken, toPenpotResult } from "../../support/token-library.ts";

function resolveOne(...tokens: Parameters<typeof createToken>[]): Resolution {
  return resolveTokens(createLibrary([["core", tokens.map((token) => createToken(...token))]]), ["core"]);
}

function resultOf(resolution: Resolution, name: string): unknown {
  return toPenpotResult(resolution.byName.get(name)?.value)?.resolvedValue;
}

function messagesOf({ problems }: Resolution): string[] {
  return problems.map(({ message }) => message);
}

describe("merging sets", () => {
  const library = createLibrary([
    ["core", [createToken("a", "1"), createToken("b", "{a}")]],
    ["dark", [createToken("a", "2"), createToken("c", "3")]],
    ["idle", [createToken("a", "9"), createToken("d", "4")]],
  ]);

  it("lets later sets of the library replace earlier ones, whichever way they are named", () => {
    const resolution = resolveTokens(library, ["dark", "core"]);
    expect(resolution.tokens.map(({ name, set }) => [name, set])).toEqual([
      ["a", "dark"],
      ["b", "core"],
      ["c", "dark"],
    ]);
    expect(resultOf(resolution, "b")).toBe(2);
    expect(resolution.sets).toEqual(["core", "dark"]);
  });

  it("says which set is not there, and which may be meant", () => {
    const [problem] = resolveTokens(library, ["core", "darkk"]).problems;
    expect(problem).toMatchObject({ code: "TOKEN_SET_MISSING", message: 'There is no token set "darkk".', hint: 'Did you mean "dark"?' });
  });

  it("takes the first of two sets or tokens of one name and says so", () => {
    const double = createLibrary([
      ["core", [createToken("a", "1"), createToken("a", "2")]],
      ["core", [createToken("a", "3")]],
    ]);
    const resolution = resolveTokens(double, ["core"]);
    expect(resultOf(resolution, "a")).toBe(1);
    expect(resolution.problems.map(({ level, code }) => [level, code])).toEqual([
      ["warning", "TOKEN_SET_DOUBLE"],
      ["warning", "TOKEN_DOUBLE"],
    ]);
  });

  it("drops a token below another one's name, whichever came first", () => {
    for (const names of [
      ["a", "a.b.c"],
      ["a.b.c", "a"],
    ]) {
      const resolution = resolveOne(...names.map((name): [string, string] => [name, "1"]), ["ref", "{a.b.c}"]);
      expect([resultOf(resolution, "a"), resultOf(resolution, "a.b.c")]).toEqual([1, undefined]);
      expect(resolution.problems.map(({ code }) => code).sort()).toEqual(["TOKEN_NAME_COLLISION", "TOKEN_REFERENCE_UNRESOLVED"]);
    }
  });

  it("sees no collision with a set that is not active", () => {
    const sets = createLibrary([
      ["core", [createToken("a.b", "1")]],
      ["idle", [createToken("a", "2")]],
    ]);
    expect(resultOf(resolveTokens(sets, ["core"]), "a.b")).toBe(1);
  });
});

describe("references", () => {
  it("are listed in their order, and the one that is the whole value is the alias", () => {
    const { byName } = resolveOne(["a", "1"], ["b", "2"], ["sum", "{b} + {a} + { b }"], ["alias", "{ a }"]);
    expect(byName.get("sum")).toMatchObject({ references: ["b", "a"], alias: undefined });
    expect(byName.get("alias")).toMatchObject({ references: ["a"], alias: "a" });
  });

  it("keep the token as it was authored", () => {
    const token = createToken("a", "4px * 2");
    expect(resolveTokens(createLibrary([["core", [token]]]), ["core"]).tokens[0]?.token).toBe(token);
  });

  it("to a missing token name it, and the nearest one", () => {
    const { problems } = resolveOne(["color.brand", "#fff", "color"], ["x", "{color.brnad}", "color"]);
    expect(problems).toEqual([
      {
        level: "error",
        code: "TOKEN_REFERENCE_MISSING",
        message: 'The token "x" of the set "core" refers to "color.brnad", which does not exist.',
        hint: "Did you mean {color.brand}?",
        set: "core",
        token: "x",
      },
    ]);
  });

  it("to a token of a set that is not active say which set it is", () => {
    const library = createLibrary([
      ["core", [createToken("a", "{b}")]],
      ["mode/dark", [createToken("b", "1")]],
    ]);
    expect(resolveTokens(library, ["core"]).problems[0]?.hint).toContain('It is in the set "mode/dark", which is not active here');
  });

  it("are case-sensitive", () => {
    expect(resolveOne(["A", "1"], ["b", "{a}"]).problems).toHaveLength(1);
  });

  it("to a token whose value is wrong for its own type still carry its text", () => {
    const resolution = resolveOne(["share", "50%", "number"], ["size", "{share}", "sizing"]);
    expect(resolution.byName.get("share")?.value).toBeUndefined();
    expect(resolution.byName.get("size")?.value).toEqual({ kind: "number", number: 50, unit: "%" });
  });
});

describe("circles", () => {
  it("of one are named", () => {
    expect(messagesOf(resolveOne(["a", "{a}"]))).toEqual(['The token "a" of the set "core" refers to itself: "a" → "a".']);
  });

  it("of fifty are named whole, once, and what is outside resolves", () => {
    const names = Array.from({ length: 50 }, (_, index) => `t${index}`);
    const circle = names.map((name, index): [string, string] => [name, `{t${(index + 1) % 50}} + 1`]);
    const resolution = resolveOne(["fine", "1"], ...circle, ["outside", "{t7}"]);
    const [first, ...rest] = messagesOf(resolution);
    expect(first).toBe(`The token "t0" of the set "core" refers to itself: ${[...names, "t0"].map((name) => `"${name}"`).join(" → ")}.`);
    expect(rest).toHaveLength(50);
    expect(rest[0]).toBe('The token "t1" of the set "core" is in a circle of references with "t0".');
    expect(rest.at(-1)).toBe('The token "outside" of the set "core" refers to "t7", which has no value.');
    expect(resultOf(resolution, "fine")).toBe(1);
  });

  it("are found in composites too", () => {
    const { problems } = resolveOne(["a", { fontSizes: "{b}" }, "typography"], ["b", "{a}", "fontSizes"]);
    expect(problems.map(({ code }) => code)).toEqual(["TOKEN_CYCLE", "TOKEN_CYCLE"]);
  });
});

describe("size and hostility", () => {
  it("a chain of 20 000 tokens is walked without recursion", () => {
    const chain = Array.from({ length: 20_000 }, (_, index): [string, string, string] => [
      `t${index}`,
      index === 19_999 ? "1" : `{t${index + 1}} + 1`,
      "number",
    ]);
    expect(resultOf(resolveOne(...chain), "t0")).toBe(20_000);
  });

  it("a circle of 20 000 tokens is one long problem and short ones", () => {
    const circle = Array.from({ length: 20_000 }, (_, index): [string, string] => [`t${index}`, `{t${(index + 1) % 20_000}}`]);
    const messages = messagesOf(resolveOne(...circle));
    expect(messages).toHaveLength(20_000);
    expect(messages[0]).toContain("… (19940 more)");
    expect(Math.max(...messages.map(({ length }) => length))).toBeLessThan(2000);
  });

  it("texts and lists that double at every level stop growing", () => {
    for (const [type, double] of [
      ["other", (name: string) => `{${name}} {${name}}`],
      ["fontFamilies", (name: string) => [`{${name}}`, `{${name}}`]],
    ] as const) {
      const tokens = Array.from({ length: 100 }, (_, index): [string, unknown, string] => [
        `l${index}`,
        index === 0 ? "ha" : double(`l${index - 1}`),
        type,
      ]);
      const { problems, tokens: resolved } = resolveOne(...tokens);
      expect(problems[0]?.code).toBe("TOKEN_TOO_LONG");
      expect(resolved[1]?.value).toBeDefined();
      expect(resolved[99]?.value).toBeUndefined();
    }
  });

  it.each(["__proto__", "constructor", "toString", "a b", "a/b", "🎨.50", "1", "a..b", "$x"])("a token may be called %j", (name) => {
    const resolution = resolveOne([name, "3"], ["ref", `{${name}} * 2`]);
    expect([resultOf(resolution, name), resultOf(resolution, "ref")]).toEqual([3, 6]);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  it("a name with a brace cannot be referred to, and that is said", () => {
    const { problems } = resolveOne(["a}b", "1"], ["x", "{a}b}"]);
    expect(problems.map(({ code }) => code)).toEqual(["TOKEN_REFERENCE_MISSING"]);
  });

  it("a value nested without end has a problem of its own", () => {
    let value: unknown = "x";
    for (let depth = 0; depth < 10_000; depth++) value = [value];
    expect(messagesOf(resolveOne(["a", value, "fontFamilies"]))).toEqual([
      'The token "a" of the set "core" has a value that is nested too deeply.',
    ]);
  });

  it("values of every wrong type leave the token without a value and say why", () => {
    const wrong = [null, true, [], {}, [[]], "nonsense", "{}", "{", "NaN", Number.NaN, Number.POSITIVE_INFINITY];
    for (const type of ["color", "dimension", "number", "opacity", "fontWeights", "typography", "shadow", "textCase"]) {
      for (const value of wrong) {
        if ((type === "shadow" && Array.isArray(value)) || (type === "typography" && JSON.stringify(value) === "{}")) continue;
        const { problems, tokens } = resolveOne(["a", value, type]);
        expect([type, value, tokens[0]?.value, problems.length]).toEqual([type, value, undefined, 1]);
      }
    }
  });

  it("long nonsense is refused quickly", () => {
    const texts = ["{".repeat(200_000), "1".repeat(200_000), "(".repeat(200_000), "1 ".repeat(100_000), "rgb(".repeat(50_000)];
    const start = performance.now();
    for (const type of ["color", "dimension", "fontWeights", "textCase", "other"]) for (const text of texts) resolveOne(["a", text, type]);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

describe("types without a meaning to Penpot", () => {
  it("keep texts as texts", () => {
    const { byName } = resolveOne(["version", "1.10", "string"], ["label", "v{version} - 2", "string"]);
    expect(byName.get("version")?.value).toEqual({ kind: "text", text: "1.10" });
    expect(byName.get("label")?.value).toEqual({ kind: "text", text: "v1.10 - 2" });
  });

  it("read truths and anything else", () => {
    const { byName } = resolveOne(["yes", "True", "boolean"], ["any", { a: [1, "{yes}"] }, "other"], ["size", "2px", "other"]);
    expect(byName.get("yes")?.value).toEqual({ kind: "plain", value: true });
    expect(byName.get("any")?.value).toEqual({ kind: "plain", value: { a: [1, "True"] } });
    expect(byName.get("size")?.value).toEqual({ kind: "number", number: 2, unit: "px" });
  });
});

describe("a resolver for many combinations", () => {
  const library = createLibrary([
    ["core", [createToken("a", "1"), createToken("b", "{a} * 2"), createToken("c", "5")]],
    ["dark", [createToken("a", "2")]],
  ]);

  it("gives the same objects for tokens that are alike, and new ones for what changed", () => {
    const resolve = createResolver(library);
    const [light, dark] = [resolve(["core"]), resolve(["core", "dark"])];
    expect(dark.byName.get("c")).toBe(light.byName.get("c"));
    expect([resultOf(light, "b"), resultOf(dark, "b")]).toEqual([2, 4]);
  });

  it("gives what single resolutions give, in any order", () => {
    const resolve = createResolver(library);
    const combinations = [["core"], ["core", "dark"], ["dark"], ["core"], [], ["core", "dark"]];
    for (const sets of combinations) {
      const [many, single] = [resolve(sets), resolveTokens(library, sets)];
      expect([many.tokens, many.problems]).toEqual([single.tokens, single.problems]);
    }
  });
});
