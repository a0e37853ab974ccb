import { describe, expect, it } from "vitest";
import { exportAssets } from "../../../src/actions/export-assets.ts";
import { actions } from "../../../src/actions/index.ts";
import { parseRecipe } from "../../../src/engine/parse-recipe.ts";
import { formatProblem } from "../../../src/errors.ts";

const path = "${{ component.id }}";
const FORMATS = 'Step 1, "with.format" must be svg, png, webp, avif, jpeg or pdf, or a list of them.';
const SAFE = "\n    Paths are relative to the repository's root; wrap design names in kebab() or slug().";

function messagesOf(input: Record<string, unknown>): string[] {
  const recipe = { name: "a", source: {}, steps: [{ uses: "export-assets", with: input }], "pull-request": { repository: "github:a/b" } };
  const { problems } = parseRecipe(JSON.stringify(recipe), "a.yaml", { actions });
  return problems.map((problem) => formatProblem(problem).replace(/^a\.yaml:1:\d+ {2}/, ""));
}

describe("the input of export-assets", () => {
  it("needs a path only", () => {
    expect(exportAssets.input.parse({ path })).toEqual({
      select: {},
      path,
      colors: "keep",
      svgo: true,
      text: "outlines",
      images: "embed",
      bounds: "penpot",
      unfaithful: "skip",
      "keep-if-equal": true,
    });
  });

  it.each([
    [{ path, format: ["svg", "avif"], scale: [0.1, 1, 16], quality: 80, background: "#fff8" }],
    [{ path, select: { components: ["a", "b/**"], page: "Icons", exclude: "**/x", variant: { Size: [24, "sm"], On: true }, id: "c" } }],
    [{ path, select: { boards: "Screens/*", preset: { type: ["png", "pdf"], suffix: ["@*", ""] } } }],
    [{ path, select: { preset: true }, format: "webp", scale: 2 }],
    [{ path, colors: { "css-variables": { prefix: "acme" } }, text: "text", images: { folder: "img" }, bounds: "content" }],
    [{ path, colors: { "css-variables": {} }, svgo: { precision: 2 }, unfaithful: "write", "keep-if-equal": { tolerance: 0 } }],
    [{ path, "validate-name": { pattern: "^[a-z]+$", on: "name", level: "warning" }, svgo: false, "keep-if-equal": false, prune: "icons" }],
    [{ path: `${path}.jpg`, format: "jpeg" }],
    [{ path: `${path}.jpeg`, format: "jpeg" }],
    [{ path: `${path}.svg`, format: ["svg", "png"] }],
    [{ path, format: "${{ file.name }}" }],
  ])("takes %j", (input) => {
    expect(messagesOf(input)).toEqual([]);
  });

  it.each([
    [{ path, format: "gif" }, FORMATS],
    [{ path, format: ["svg", "jpg"] }, FORMATS],
    [{ path, format: [] }, 'Step 1, "with.format" must not be empty.'],
    [{ path, scale: 0 }, 'Step 1, "with.scale" must be at least 0.1.'],
    [{ path, scale: [1, 17] }, 'Step 1, "with.scale", entry 2 must be at most 16.'],
    [{ path, scale: "2x" }, 'Step 1, "with.scale" must be a number from 0.1 to 16, or a list of such numbers.'],
    [
      { path, select: { components: "a", boards: "b" } },
      'Step 1, "with.select" has components and boards, and only one of them can be selected in a step.',
    ],
    [{ path, select: { shapes: "b", variant: { a: 1 } } }, 'Step 1, "with.select" has variant, which only components have, beside shapes.'],
    [{ path, select: { componnets: "a" } }, 'Unknown key "componnets" in step 1, "with.select".\n    Did you mean "components"?'],
    [
      { path, select: { boards: "!a" } },
      'Step 1, "with.select.boards" is not right: the pattern "!a" starts with !, which negates nothing here.',
    ],
    [{ path, select: { boards: [] } }, 'Step 1, "with.select.boards" must not be empty.'],
    [{ path, select: "icons" }, 'Step 1, "with.select" must be a map.'],
    [{ path, select: { preset: false } }, 'Step 1, "with.select.preset" must be true.'],
    [
      { path, select: { preset: { type: "gif" } } },
      'Step 1, "with.select.preset.type" must be png, jpeg, webp, svg or pdf, or a list of them.',
    ],
    [{ path, select: { preset: { typ: "png" } } }, 'Unknown key "typ" in step 1, "with.select.preset".\n    Did you mean "type"?'],
    [
      { path, select: { preset: true }, scale: 2 },
      'Step 1, "with.scale" needs a format beside it; without one the presets say their own scales.',
    ],
    [{ path, select: { id: 5 } }, 'Step 1, "with.select.id" must be an id or a list of ids.'],
    [{ path, select: { variant: { Size: null } } }, 'Step 1, "with.select.variant.Size" must be a value, a glob, or a list of them.'],
    [{ path, select: { variant: "sm" } }, 'Step 1, "with.select.variant" must be a map.'],
    [
      { path, "validate-name": "(?=a)" },
      'Step 1, "with.validate-name" has the regular expression "(?=a)", which is not RE2 syntax (invalid or unsupported Perl syntax: `(?=`).',
    ],
    [
      { path, "validate-name": { pattern: "(" } },
      'Step 1, "with.validate-name" has the regular expression "(", which is not RE2 syntax (missing closing ): `(`).',
    ],
    [{ path, "validate-name": { pattern: "a", on: "path" } }, 'Step 1, "with.validate-name.on" must be "name" or "full-name".'],
    [{ path, "validate-name": { pattern: "a", level: "info" } }, 'Step 1, "with.validate-name.level" must be "error" or "warning".'],
    [{ path, "validate-name": { on: "name" } }, 'Step 1, "with.validate-name.pattern" is missing.'],
    [
      { path, colors: "currentColor" },
      'Step 1, "with.colors" must be keep, current-color, css-variables or { css-variables: { prefix: … } }.',
    ],
    [
      { path, colors: { "css-variables": { prefix: "1 x" } } },
      'Step 1, "with.colors.css-variables.prefix" must be letters, digits, - and _, starting with a letter.',
    ],
    [{ path, svgo: "yes" }, 'Step 1, "with.svgo" must be true or false or must be a map.'],
    [{ path, svgo: { precison: 2 } }, 'Unknown key "precison" in step 1, "with.svgo".\n    Did you mean "precision"?'],
    [{ path, text: "paths" }, 'Step 1, "with.text" must be "outlines" or "text".'],
    [{ path, images: "folder" }, 'Step 1, "with.images" must be embed or { folder: … }.'],
    [{ path, images: { folder: "../x" } }, `Step 1, "with.images.folder" is "../x", which leaves the repository.${SAFE}`],
    [{ path, bounds: "tight" }, 'Step 1, "with.bounds" must be "penpot" or "content".'],
    [{ path, quality: 0 }, 'Step 1, "with.quality" must be at least 1.'],
    [{ path, background: "white" }, 'Step 1, "with.background" must be a colour like #ffffff or #ffffff80.'],
    [{ path, unfaithful: "keep" }, 'Step 1, "with.unfaithful" must be "skip" or "write".'],
    [{ path, "keep-if-equal": "no" }, 'Step 1, "with.keep-if-equal" must be true or false or must be a map.'],
    [{ path, "keep-if-equal": { tolerance: 5 } }, 'Step 1, "with.keep-if-equal.tolerance" must be at most 1.'],
    [{ path: "icon.svg" }, 'Step 1, "with.path" must name each component, for example with ${{ kebab(component.name) }}.'],
    [{ path: `${path}.svg`, format: "png" }, 'Step 1, "with.format" is png, but the path ends in .svg.'],
    [{ path: `${path}.PNG` }, 'Step 1, "with.format" is svg, but the path ends in .png.'],
    [{ path: "${{ component.nam }}" }, '"component" has no field "nam".\n    Did you mean "name"?'],
    [{ format: "svg" }, 'Step 1, "with.path" is missing.'],
    [{ path, prune: "../x" }, `Step 1, "with.prune" is "../x", which leaves the repository.${SAFE}`],
  ])("refuses %j", (input, message) => {
    expect(messagesOf(input)).toEqual([message]);
  });

  it("and of every action describes all its keys", () => {
    for (const { input } of actions) {
      const shape = (input as unknown as { shape: Record<string, { description?: string }> }).shape;
      expect(Object.entries(shape).filter(([, value]) => !value.description)).toEqual([]);
    }
  });
});
