import { describe, expect, it } from "vitest";
import { exportTokens } from "../../../src/actions/export-tokens.ts";
import { createDesign } from "../../support/create-design.ts";
import { findDtcgMistakes } from "../../support/strict-dtcg.ts";
import { createToken } from "../../support/token-library.ts";
import { ofTokens } from "./build-tokens-files.ts";
import { readAcme, runAction, textsOf } from "./run-action.ts";

const DTCG = { layout: "dtcg", path: "tokens.json" };

async function write(input: Record<string, unknown>) {
  const texts = textsOf(await runAction(exportTokens, readAcme("v1", "transit"), input));
  return Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, JSON.parse(text) as Record<string, never>]));
}

describe("export-tokens as dtcg", () => {
  it.each([
    [{}, "#f4f4f8"],
    [{ theme: "dark" }, "#100f1f"],
    [{ theme: { mode: "Dark" } }, "#100f1f"],
    [{ themes: ["mode/dark"] }, "#100f1f"],
  ])("writes the tokens of the theme %j in one strict file", async (choice, hex) => {
    const document = (await write({ ...DTCG, ...choice }))["tokens.json"];
    expect(document).toMatchObject({
      surface: { page: { $type: "color", $value: { hex } } },
      button: { label: { $value: "{color.white}" } },
    });
    expect(findDtcgMistakes(document)).toEqual([]);
  });

  it("resolves references and carries ids when asked", async () => {
    const document = (await write({ ...DTCG, resolve: true, ids: true }))["tokens.json"];
    expect(document).toMatchObject({
      button: { label: { $value: { hex: "#ffffff" }, $extensions: { "app.penpot": { id: expect.any(String) } } } },
    });
  });

  it("writes a file for each active set when the path names the set", async () => {
    const files = await write({ ...DTCG, path: "tokens/${{ set.name }}.json", sets: ["light", "dark", "component"] });
    expect(Object.keys(files).sort()).toEqual(["tokens/component.json", "tokens/light.json"]);
  });

  it("notes what has no value and writes the rest; warns when no active set fits", async () => {
    const design = createDesign({ tokens: ofTokens(createToken("bad", "{none}"), createToken("good", "1px")) });
    const result = await runAction(exportTokens, design, DTCG);
    expect(result.notes?.[0]?.message).toMatch(/^The token "bad" of the set "core" /);
    expect(Object.keys(JSON.parse(textsOf(result)["tokens.json"] ?? ""))).toEqual(["good"]);
    const none = await runAction(exportTokens, design, { ...DTCG, sets: "x" });
    expect(none).toMatchObject({ artifacts: [], notes: [{}, { message: 'No active token set fits "x"; active are "core".' }] });
  });

  it("refuses a theme that is not there", async () => {
    await expect(write({ ...DTCG, theme: "darkk" })).rejects.toMatchObject({ code: "TOKEN_THEME", hint: 'Did you mean "dark"?' });
  });
});

describe("export-tokens as tokens-studio", () => {
  it("writes a folder with themes and metadata", async () => {
    const files = await write({ layout: "tokens-studio", path: "tokens", ids: true });
    const names = ["core", "light", "dark", "component", "$themes", "$metadata"];
    expect(Object.keys(files)).toEqual(names.map((name) => `tokens/${name}.json`));
    expect(files["tokens/core.json"]).toMatchObject({ shadow: { card: { $type: "boxShadow" } } });
  });
});

describe("the options of export-tokens", () => {
  it.each([
    [{ path: "a.json", theme: "dark" }, "must be dtcg when a theme is chosen: the others hold all themes"],
    [{ path: "a.json", resolve: true }, "needs layout: dtcg"],
    [{ ...DTCG, theme: "dark", themes: ["dark"] }, "cannot stand beside theme"],
    [{ path: "a.json", layout: "w3c" }, "must be file, file-per-set, dtcg or tokens-studio"],
  ])("%j: %s", (input, message) => {
    expect(exportTokens.input.safeParse(input).error?.issues).toMatchObject([{ message }]);
  });
});
