import { describe, expect, it } from "vitest";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import { compileTemplate } from "../../../src/engine/expressions.ts";
import type { Problem, UserError } from "../../../src/errors.ts";
import { createDesign } from "../../support/create-design.ts";
import { makeComponent, makeDesign, makeLayer, makePage } from "./make-design.ts";
import { readAcme, runAction } from "./run-action.ts";

async function pathsOf(...[design, input]: Parameters<typeof run>): Promise<string[]> {
  const { artifacts = [], keep = [] } = await run(design, input);
  return [...artifacts.map(({ path }) => path), ...keep].sort();
}

function run(design: Parameters<typeof runAction>[1], input: Record<string, unknown>) {
  return runAction(exportAssets, design, input);
}

async function problemsOf(...[design, input]: Parameters<typeof run>): Promise<readonly Problem[]> {
  const error = await run(design, input).then(
    () => undefined,
    (thrown: UserError) => thrown,
  );
  expect(error).toMatchObject({ name: "UserError" });
  return error?.problems ?? [];
}

const BUTTONS = { select: { components: "button" } };

describe("the path of export-assets", () => {
  it("tells variants apart by their properties", async () => {
    const path = "b/${{ component.variant.State }}-${{ component.variant['Size'] }}.svg";
    expect(await pathsOf(readAcme("v1"), { ...BUTTONS, path })).toEqual([
      "b/default-md.svg",
      "b/default-sm.svg",
      "b/hover-md.svg",
      "b/hover-sm.svg",
    ]);
  });

  it("may use everything that is promised and nothing else", () => {
    const known = [
      ...["name", "path", "id", "fullName", "variant.Size"].map((name) => `component.${name}`),
      ...["id", "name", "path", "type"].map((name) => `shape.${name}`),
      ...["page.id", "page.name", "scale", "scale * 2", "string(scale)", "format", "suffix"],
      ...["kebab(shape.name)", "snake(shape.name)", "camel(shape.name)", "pascal(shape.name)", "slug(shape.name)"],
    ];
    const check = (text: string) => compileTemplate(text, exportAssets.items?.["path"] ?? {}).problems;
    expect(check(known.map((name) => `\${{ ${name} }}`).join(" "))).toEqual([]);
    expect(check("${{ component.nam }}")).toHaveLength(1);
    expect(check("${{ scales }}")).toHaveLength(1);
  });

  it("is filled for a component with all its variables", async () => {
    const path =
      "${{ component.fullName }}/${{ shape.type }}/${{ slug(shape.path) }}/${{ page.name }}/${{ scale }}${{ suffix }}.${{ format }}";
    const layers = [makeLayer("outer", "frame", { shapes: ["root"] }), makeLayer("root", "frame")];
    const design = createDesign({ pages: [makePage("Page 1", layers)], components: [makeComponent("check", { path: ["icon"] })] });
    expect(await pathsOf(design, { path, format: ["jpeg", "svg"], scale: [1.5, 2] })).toEqual([
      "icon/check/frame/outer/Page 1/1.5.jpg",
      "icon/check/frame/outer/Page 1/1.svg",
      "icon/check/frame/outer/Page 1/2.jpg",
    ]);
  });
});

describe("a path that two pictures would have", () => {
  it("is an error that names both variants and says what to do", async () => {
    await expect(run(readAcme("v1"), { ...BUTTONS, path: "b/${{ component.name }}.svg" })).rejects.toMatchObject({
      name: "UserError",
      code: "PATH_COLLISION",
      message: expect.stringMatching(
        /^The component "button \(State=.*\)" and the component "button \(State=.*\)" would both be written to "b\/button.svg"\.$/,
      ),
      hint: 'Put the variant into the path, for example with component.variant["State"].',
    });
  });

  it("names the property that tells the two apart", async () => {
    const variant = (Size: string) => ({
      id: "s",
      properties: [
        { name: "State", value: "on" },
        { name: "Size", value: Size },
      ],
    });
    const design = makeDesign(["sm", "md"].map((size) => makeComponent("b", { id: size, variant: variant(size) })));
    await expect(run(design, { path: "${{ component.variant.State }}.svg" })).rejects.toMatchObject({
      hint: 'Put the variant into the path, for example with component.variant["Size"].',
    });
  });

  it("is told once, with a number, when all pictures lack the same in it", async () => {
    const design = makeDesign(["a", "b", "c", "d"].map((name) => makeComponent(name)));
    expect(await problemsOf(design, { format: ["svg", "png"], scale: [1, 2], path: "${{ component.name }}" })).toEqual([
      {
        code: "PATH_COLLISION",
        message:
          'The component "a" as svg and the component "a" as png at scale 1 would both be written to "a". 7 more files meet another in this way.',
        hint: "Put the format into the path: end it in .${{ format }}.",
      },
    ]);
  });

  it("is told for every path at once", async () => {
    const problems = await problemsOf(readAcme("v1"), { ...BUTTONS, path: "b/${{ component.name }}.svg" });
    expect(problems.map(({ code }) => code)).toEqual(["PATH_COLLISION", "PATH_COLLISION", "PATH_COLLISION"]);
  });

  it.each([
    [
      { format: ["svg", "png"] },
      'The component "a" as svg and the component "a" as png at scale 1 would both be written to "a".',
      "Put the format into the path: end it in .${{ format }}.",
    ],
    [
      { format: "png", scale: [1, 2] },
      'The component "a" as png at scale 1 and the component "a" as png at scale 2 would both be written to "a".',
      "Put the scale into the path, for example @${{ scale }}x in front of the extension.",
    ],
  ])("with %j says what to put into it", async (input, message, hint) => {
    await expect(run(makeDesign([makeComponent("a")]), { ...input, path: "${{ component.name }}" })).rejects.toMatchObject({
      code: "PATH_COLLISION",
      message,
      hint,
    });
  });

  it("tells the presets of one layer apart", async () => {
    const exports = [
      { type: "png", scale: 1, suffix: "" },
      { type: "png", scale: 2, suffix: "" },
    ];
    const design = createDesign({ pages: [makePage("Page", [makeLayer("a", "rect", { exports })])] });
    await expect(run(design, { select: { preset: true }, path: "${{ shape.name }}.${{ format }}" })).rejects.toMatchObject({
      message: 'The layer "Page/a" as png at scale 1 and the layer "Page/a" as png at scale 2 would both be written to "a.png".',
      hint: "Put the scale into the path, for example @${{ scale }}x in front of the extension.",
    });
  });

  it("but for its case is an error too, and says so", async () => {
    const design = makeDesign([makeComponent("Check"), makeComponent("check")]);
    await expect(run(design, { path: "${{ component.name }}.svg" })).rejects.toMatchObject({
      code: "PATH_COLLISION",
      message:
        'The component "Check" at "Check.svg" and the component "check" at "check.svg" would be written to one path; they differ only in a way some file systems do not see.',
      hint: "Put more into the path, for example component.path, or rename one of them in the design.",
    });
  });
});

describe("names that are no file names", () => {
  const evil: [string, RegExp][] = [
    ["..", /leaves the repository/],
    ["../../etc/passwd", /leaves the repository/],
    ["a\\b", /has a backslash/],
    ["icon:b", /has one of < > : " \| \? \*, which cannot be in names on Windows/],
    ["C:/x", /is absolute/],
    ["/etc/passwd", /is absolute/],
    ["a\u0000b", /has a control character/],
    ["a\nb", /has a control character/],
    ["\ud83d", /has half of a character/],
    ["x".repeat(300), /has a part longer than 255 bytes/],
    [".git/hooks/x", /lies inside \.git/],
    ["a./b", /has a part that ends in a dot or a space/],
    ["what?", /cannot be in names on Windows/],
    ["", /names no file|is empty/],
  ];

  it.each(evil)("as they are: %j is an error that says why and for what", async (name, why) => {
    const design = makeDesign([makeComponent(name, { id: "c" })]);
    const [problem] = await problemsOf(design, { select: { id: "c" }, path: "${{ component.name }}" });
    expect(problem?.code).toBe("ARTIFACT_PATH");
    expect(problem?.message).toMatch(why);
    expect(problem?.message.startsWith(`The path of the component ${JSON.stringify(name)} cannot be made: `)).toBe(true);
  });

  it.each(["kebab", "snake", "camel", "pascal", "slug"])("become file names by %s(), or an error in words", async (name) => {
    for (const [text] of evil.filter(([text]) => text.length < 100)) {
      const design = makeDesign([makeComponent(text, { id: "c" })]);
      const input = { select: { id: "c" }, path: `\${{ ${name}(component.name) }}.svg` };
      if (/[a-z]/i.test(text) || text === "\ud83d") expect((await pathsOf(design, input))[0]).toMatch(/^[A-Za-z0-9_-]+\.svg$/);
      else expect((await problemsOf(design, input))[0]?.message).toContain("leaves no letter or digit for a name");
    }
  });

  it("keep emoji, and tell two of them apart", async () => {
    const design = makeDesign(["👩‍🚀 go", "👍", "👍🏽"].map((name) => makeComponent(name)));
    expect(await pathsOf(design, { path: "${{ component.name }}.svg" })).toEqual(["👍.svg", "👍🏽.svg", "👩‍🚀 go.svg"]);
    const [...names] = await pathsOf(design, { path: "${{ kebab(component.name) }}.svg" });
    expect(names).toEqual(["u1f44d-u1f3fd.svg", "u1f44d.svg", "u1f469-u1f680-go.svg"]);
  });

  it("are all told at once, up to twenty", async () => {
    const design = makeDesign(Array.from({ length: 25 }, (_, at) => makeComponent(`a:${at}`)));
    const problems = await problemsOf(design, { path: "${{ component.name }}.svg" });
    expect(problems).toHaveLength(21);
    expect(problems.at(-1)?.message).toBe("… and 5 more of this kind.");
  });

  it("that a layer has not, because it is no component, are said to be missing", async () => {
    const design = createDesign({ pages: [makePage("Page", [makeLayer("hero")])] });
    const [problem] = await problemsOf(design, { select: { shapes: "**" }, path: "${{ kebab(component.name) }}.svg" });
    expect(problem).toMatchObject({
      code: "EXPRESSION_FAILED",
      message: expect.stringContaining(
        'The path of the layer "Page/hero" cannot be made: The expression "kebab(component.name)" could not be evaluated',
      ),
      hint: "This is no component: speak of shape.name and shape.path.",
    });
  });
});

describe("validate-name", () => {
  const design = makeDesign(["Arrow Left", "check", "Bell"].map((name) => makeComponent(name, { path: ["icon"] })));
  const path = "${{ kebab(component.name) }}.svg";

  it("tells all names that do not fit, and writes nothing", async () => {
    await expect(run(design, { path, "validate-name": "^[a-z/-]+$" })).rejects.toMatchObject({
      name: "UserError",
      code: "NAME_INVALID",
      message: '2 names do not fit the rule ^[a-z/-]+$: "icon/Arrow Left", "icon/Bell".',
      hint: "Rename them in the design, leave them out with select.exclude, or change validate-name. Nothing was written.",
      problems: [
        { message: 'The component "icon/Arrow Left" breaks the rule for names: "icon/Arrow Left" does not fit ^[a-z/-]+$.' },
        { message: 'The component "icon/Bell" breaks the rule for names: "icon/Bell" does not fit ^[a-z/-]+$.' },
      ],
    });
  });

  it("can look at the name alone", async () => {
    await expect(run(design, { path, "validate-name": { pattern: "^[a-z-]+$", on: "name" } })).rejects.toMatchObject({
      message: '2 names do not fit the rule ^[a-z-]+$: "Arrow Left", "Bell".',
    });
  });

  it("looks for the expression anywhere in the name, as matches() does", async () => {
    expect(await pathsOf(design, { path, "validate-name": "icon" })).toHaveLength(3);
  });

  it("only notes them as a warning", async () => {
    const { artifacts, notes } = await run(design, { path, "validate-name": { pattern: "^icon/[a-z]+$", level: "warning" } });
    expect(artifacts).toHaveLength(3);
    expect(notes).toEqual([{ level: "warning", message: '2 names do not fit the rule ^icon/[a-z]+$: "icon/Arrow Left", "icon/Bell".' }]);
  });

  it("tells a name that several have once, and cuts a long list in its summary", async () => {
    const many = makeDesign([
      makeComponent("B", { id: "1" }),
      makeComponent("B", { id: "2" }),
      ...Array.from({ length: 30 }, (_, at) => makeComponent(`C${at}`)),
    ]);
    const problems = await problemsOf(many, { path: "${{ component.id }}", "validate-name": "^[a-z]+$" });
    expect(problems).toHaveLength(31);
    await expect(run(many, { path: "${{ component.id }}", "validate-name": "^[a-z]+$" })).rejects.toThrow(/"C18" and 11 more\.$/);
  });
});
