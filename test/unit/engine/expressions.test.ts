import { describe, expect, it } from "vitest";
import { compileExpression, compileTemplate, toScope } from "../../../src/engine/expressions.ts";
import { UserError } from "../../../src/errors.ts";

const variables = {
  file: { id: "", name: "", revn: 0, isShared: false },
  event: { name: "", props: {} },
  steps: { "my-icons": { outputs: {} } },
  component: undefined,
};
const scope = toScope({
  file: { id: "f1", name: "Área Uno", revn: 4, isShared: true },
  event: { name: "update-file", props: { count: 4, half: 2.5, tags: ["a", "b"], constructor: "text", nested: { deep: [1] } } },
  steps: { "my-icons": { outputs: { count: 3 } } },
  component: { name: "Home", path: ["nav", "bar"], note: null },
});

function fill(template: string): unknown {
  return compileTemplate(template, variables).fill(scope);
}

function mistakes(template: string) {
  return compileTemplate(template, variables).problems.map(({ code, message, hint, start, end }) => ({
    code,
    message,
    hint,
    text: template.slice(start, end),
  }));
}

function failure(run: () => unknown): UserError {
  try {
    run();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("compileTemplate", () => {
  it("fills several expressions in one text", () => {
    expect(fill("icons/${{ component.path.join('/') }}/${{kebab(component.name)}}.svg")).toBe("icons/nav/bar/home.svg");
  });

  it.each([
    ["${{ file.revn + 1 }}", 5],
    ["${{ event.props.half }}", 2.5],
    ["${{ event.props.half + event.props.count }}", 6.5],
    ["${{ file.isShared }}", true],
    ["${{ event.props.tags }}", ["a", "b"]],
    ["${{ {'a': [1, 'x']} }}", { a: [1, "x"] }],
    ["${{ file }}", { id: "f1", name: "Área Uno", revn: 4, isShared: true }],
    ["${{ component.note }}", null],
  ])("keeps the type of a value that is all of the text: %s", (template, value) => {
    expect(fill(template)).toEqual(value);
  });

  it("leaves texts without expressions as they are", () => {
    expect(fill("a } {{ b }} $ c")).toBe("a } {{ b }} $ c");
  });

  it("lets an escaped opening stand", () => {
    expect(fill("$${{ github.sha }} of ${{ file.id }}")).toBe("${{ github.sha }} of f1");
  });

  it("does not end an expression inside its quotes, braces or raw strings", () => {
    expect(fill("${{ {'a': {'b': '}}'}}.a.b }}|${{ \"}}\" }}|${{ r'\\d}}' }}")).toBe("}}|}}|\\d}}");
  });

  it("puts numbers and truth values into a text, and nothing for null", () => {
    expect(fill("${{ event.props.half }} ${{ file.isShared }} [${{ component.note }}]")).toBe("2.5 true []");
  });

  it("never fills a value a second time", () => {
    const value = toScope({ file: { id: "", name: "${{ event.name }}", revn: 1, isShared: false } });
    expect(compileTemplate("x ${{ file.name }}", variables).fill(value)).toBe("x ${{ event.name }}");
  });

  it("refuses a list in a text", () => {
    expect(failure(() => fill("x ${{ event.props.tags }}")).message).toContain("join");
  });

  it("guards values and not the author's text", () => {
    const template = compileTemplate("#1 ${{ file.name }}", variables);
    expect(template.fillText(scope, (value) => value.toUpperCase())).toBe("#1 ÁREA UNO");
  });

  it("says what is wrong with an opening that is not closed", () => {
    expect(mistakes("a ${{ file.name")).toMatchObject([{ code: "EXPRESSION_INVALID", text: "${{" }]);
  });
});

describe("checks at load", () => {
  it("names unknown variables, fields and functions at their places, all at once", () => {
    expect(mistakes("${{ fil.name }}${{ file.nam }}${{ kebap(file.id) }}${{ file.name.startWith('x') }}")).toEqual([
      { code: "UNKNOWN_VARIABLE", message: 'Unknown variable "fil".', hint: 'Did you mean "file"?', text: "fil" },
      { code: "UNKNOWN_FIELD", message: '"file" has no field "nam".', hint: 'Did you mean "name"?', text: "nam" },
      { code: "UNKNOWN_FUNCTION", message: "Unknown function kebap().", hint: 'Did you mean "kebab"?', text: "kebap(file.id)" },
      {
        code: "UNKNOWN_FUNCTION",
        message: "Unknown function startWith().",
        hint: 'Did you mean "startsWith"?',
        text: "file.name.startWith('x')",
      },
    ]);
  });

  it("finds an unknown field inside has(), in an index and in a macro", () => {
    const found = mistakes("${{ has(file.nope) || file['nope'] == 'x' || event.props.tags.exists(t, t == file.nope) }}");
    expect(found.map(({ code }) => code)).toEqual(["UNKNOWN_FIELD", "UNKNOWN_FIELD", "UNKNOWN_FIELD"]);
  });

  it("says how a name with a dash is written", () => {
    expect(mistakes("${{ steps.my-icons.outputs.count }}")[0]?.hint).toBe('A name with - is written steps["my-icons"].');
    expect(fill('${{ steps["my-icons"].outputs.count }}')).toBe(3);
  });

  it("finds a wrong type", () => {
    expect(mistakes("${{ file.name + 1 }}")).toMatchObject(
      [{ code: "EXPRESSION_TYPE", text: "file.name + 1 " }].map(({ code }) => ({ code })),
    );
    expect(mistakes("${{ kebab(file.revn) }}")).toMatchObject([{ code: "EXPRESSION_TYPE" }]);
  });

  it("wants a condition that gives true or false", () => {
    expect(compileExpression("file.name", variables).problems).toMatchObject([{ code: "EXPRESSION_TYPE" }]);
    expect(compileExpression("event.props.flag", variables).problems).toEqual([]);
  });

  it.each([
    "timestamp('2026-01-01T00:00:00Z')",
    "cel.bind(a, 1, a)",
    "duration('1s')",
    "google",
    "type(1)",
    "process",
    "__proto__",
    "now()",
  ])("knows no way out: %s", (expression) => {
    expect(mistakes(`\${{ ${expression} }}`).length).toBeGreaterThan(0);
  });

  it.each([
    ["is empty", " "],
    ["is too long", `"${"a".repeat(2100)}"`],
    ["nests absurdly", `${"(".repeat(60)}1${")".repeat(60)}`],
    ["has too many parts", `[${"1,".repeat(300)}]`],
    ["is no CEL", "file.name =="],
  ])("refuses an expression that %s", (_, expression) => {
    expect(mistakes(`\${{${expression}}}`)).toHaveLength(1);
  });

  it("checks a regular expression that is written out", () => {
    expect(mistakes("${{ file.name.matches('(?=a)') }}")).toMatchObject([{ code: "REGEX_INVALID", text: "'(?=a)'" }]);
  });

  it("cannot be evaluated with mistakes", () => {
    expect(failure(() => fill("${{ file.nam }}")).code).toBe("EXPRESSION_INVALID");
  });
});

describe("evaluation", () => {
  it("treats keys that mean something to JavaScript as data", () => {
    expect(fill("${{ event.props.constructor }}")).toBe("text");
  });

  it("does not find what every JavaScript object has", () => {
    expect(failure(() => fill("${{ event.props.toString }}")).message).toContain("No such key: toString");
  });

  it("names the expression and how to guard a missing field", () => {
    expect(failure(() => fill("${{ event.props.gone }}"))).toMatchObject({
      code: "EXPRESSION_FAILED",
      message: 'The expression "event.props.gone" could not be evaluated: No such key: gone.',
      hint: expect.stringContaining("has("),
    });
    expect(fill("${{ has(event.props.gone) ? 'yes' : 'no' }}")).toBe("no");
  });

  it("evaluates conditions", () => {
    expect(compileExpression("file.revn > 3 && 'a' in event.props.tags", variables).evaluate(scope)).toBe(true);
    expect(failure(() => compileExpression("event.props.count", variables).evaluate(scope)).message).toContain("true or false");
  });

  it("replaces text", () => {
    expect(fill("${{ file.name.replace(' ', '').upperAscii() }}")).toBe("ÁREAUNO");
  });

  it("gives the same result every time", () => {
    const template = compileTemplate("${{ event.props.tags.map(t, t + 'x') }}", variables);
    expect([template.fill(scope), template.fill(scope)]).toEqual([
      ["ax", "bx"],
      ["ax", "bx"],
    ]);
  });

  const ten = "[1,2,3,4,5,6,7,8,9,10]";
  it.each([
    ["macros inside each other", `${"abcdef".split("").reduceRight((body, name) => `${ten}.map(${name}, ${body})`, "1")}.size()`],
    ["texts that double", `["aaaaaaaaaaaaaaaa"]${".map(y, y + y)".repeat(35)}.size()`],
    ["lists that double", `[1,2,3,4,5,6,7,8,9,10]${".map(y, [y, y])".repeat(16)}.map(a, ${ten}.map(b, ${ten}.map(c, dyn(a) == dyn(a))))`],
    ["replacements that grow", `"${"a".repeat(500)}"${`.replace("a", "${"a".repeat(100)}")`.repeat(5)}`],
    ["joins that grow", `[${ten}.map(a, "${"b".repeat(900)}").join("")]${".map(c, [c,c,c,c,c,c,c,c,c,c].join(c))".repeat(4)}.size()`],
    ["errors swallowed by ||", `["aaaaaaaaaaaaaaaa"]${".map(y, y + y)".repeat(30)}.exists(x, x == "b") || true`],
  ])("stops %s", (_, expression) => {
    const error = failure(() => fill(`\${{ ${expression} }}`));
    expect(error.message).toMatch(/too many steps|too long/);
  });

  it("matches in time that grows with the text only", () => {
    const long = toScope({ file: { id: "", name: "a".repeat(5000), revn: 1, isShared: false } });
    const started = performance.now();
    expect(compileExpression("file.name.matches('^(a+)+$') && !file.name.matches('(a*)*b')", variables).evaluate(long)).toBe(true);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
