import { describe, expect, it } from "vitest";
import { toTokenLibrary } from "../../../src/design/tokens.ts";
import { printJson, toTokensDocument, toTokensStudio } from "../../../src/tokens/index.ts";
import { createLibrary, createTheme, createToken } from "../../support/token-library.ts";

const shadow = [{ offsetX: "0", offsetY: "2", blur: "4", spread: "0", color: "{ink}", inset: true }];
const library = createLibrary(
  [
    ["core", [createToken("ink", "#000", "color"), createToken("shade", shadow, "shadow")]],
    ["mode/dark", [createToken("ink", "#fff", "color")]],
  ],
  { themes: [createTheme("Mode", "Dark", ["core", "mode/dark"])], activeThemes: ["Mode/Dark"] },
);

describe("the folder of Tokens Studio", () => {
  it("has a file for each set, the themes and the metadata", () => {
    expect(toTokensStudio(library).files.map(({ path, set }) => [path, set])).toEqual([
      ["core.json", "core"],
      ["mode/dark.json", "mode/dark"],
      ["$themes.json", undefined],
      ["$metadata.json", undefined],
    ]);
  });

  it("writes shadows as both it and Penpot read them", () => {
    const [core] = toTokensStudio(library).files;
    expect(JSON.parse(printJson(core?.document ?? null)).shade).toMatchObject({
      $type: "boxShadow",
      $value: [{ x: "0", y: "2", blur: "4", spread: "0", color: "{ink}", type: "innerShadow" }],
    });
  });

  it("has the themes and metadata of the document", () => {
    const files = new Map(toTokensStudio(library, { sets: "core" }).files.map(({ path, document }) => [path, document]));
    const { document } = toTokensDocument(library, { sets: "core" });
    expect([files.get("$themes.json"), files.get("$metadata.json")]).toEqual([document["$themes"], document["$metadata"]]);
  });

  it("says which sets cannot be files", () => {
    const names = ["../up", "why?", "core", "Core", "$themes"];
    const { files, notes } = toTokensStudio(createLibrary(names.map((name) => [name, []])));
    expect(files.map(({ path }) => path)).toEqual(["core.json", "$themes.json", "$metadata.json"]);
    expect(notes.map(({ message }) => message)).toEqual([
      'The token set "../up" was left out: the path "../up.json" leaves the repository.',
      'The token set "why?" was left out: the path "why?.json" has one of < > : " | ? *, which cannot be in names on Windows.',
      'The token set "Core" was left out: the path "Core.json" is another file\'s too.',
      'The token set "$themes" was left out: the path "$themes.json" is another file\'s too.',
    ]);
  });
});

describe("ids in Penpot's own form", () => {
  it("stand in the extensions when asked, and the form reads back the same", () => {
    const withIds = createLibrary([["core", [{ ...createToken("a", "1"), id: "id-1" }]]]);
    const { document } = toTokensDocument(withIds, { ids: true });
    expect(JSON.parse(printJson(document)).core.a).toEqual({
      $value: "1",
      $type: "dimension",
      $description: "",
      $extensions: { "app.penpot": { id: "id-1" } },
    });
    expect(toTokenLibrary(JSON.parse(printJson(document)), expect.fail)?.sets[0]?.tokens).toEqual([createToken("a", "1")]);
    expect(printJson(toTokensDocument(withIds).document)).not.toContain("id-1");
  });
});
