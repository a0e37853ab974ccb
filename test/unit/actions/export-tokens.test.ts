import { describe, expect, it } from "vitest";
import { exportTokens } from "../../../src/actions/export-tokens.ts";
import { compileTemplate } from "../../../src/engine/expressions.ts";
import { readFixture } from "../../support/read-fixture.ts";
import { readAcme, runAction, textsOf } from "./run-action.ts";

const FILE = { path: "tokens/acme.json" };
const PER_SET = { layout: "file-per-set", path: "tokens/${{ set.name }}.json" };

/** Token name → value of all sets, as `set/name`. */
function valuesOf(text: string | undefined): Map<string, string> {
  const values = new Map<string, string>();
  const walk = (node: Record<string, unknown>, path: string) => {
    if ("$value" in node) values.set(path, JSON.stringify(node["$value"]));
    else for (const [key, child] of Object.entries(node)) walk(child as Record<string, unknown>, path === "" ? key : `${path}.${key}`);
  };
  const { $themes: _themes, $metadata: _metadata, ...sets } = JSON.parse(text ?? "{}") as Record<string, Record<string, unknown>>;
  for (const [set, tree] of Object.entries(sets)) walk(tree, `${set}:`);
  return values;
}

describe("export-tokens on the Acme file", () => {
  it("writes all sets, themes and metadata to one file", async () => {
    const result = await runAction(exportTokens, readAcme("v1"), FILE);
    const document = JSON.parse(textsOf(result)["tokens/acme.json"] ?? "") as object;
    expect(Object.keys(document)).toEqual(["core", "light", "dark", "component", "$themes", "$metadata"]);
    expect(result.outputs).toEqual({ count: 1, skipped: 0, paths: ["tokens/acme.json"] });
    expect(result.notes).toEqual([]);
    expect(result.artifacts?.[0]?.from).toMatchObject({ kind: "tokens" });
  });

  it.each(["v1", "v2"] as const)("%s gives the same bytes from JSON, Transit and the archive", async (version) => {
    const texts = await Promise.all(
      (["json", "transit", "archive"] as const).map(async (channel) =>
        textsOf(await runAction(exportTokens, readAcme(version, channel), FILE)),
      ),
    );
    expect(texts[1]).toEqual(texts[0]);
    expect(texts[2]).toEqual(texts[0]);
  });

  it("changes from v1 to v2 exactly the tokens that changed", async () => {
    const [before, after] = await Promise.all(
      (["v1", "v2"] as const).map(async (version) =>
        valuesOf(textsOf(await runAction(exportTokens, readAcme(version), FILE))["tokens/acme.json"]),
      ),
    );
    const names = [...new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])];
    const changed = names
      .filter((name) => before?.get(name) !== after?.get(name))
      .map((name) => [name, before?.get(name), after?.get(name)]);
    const diff = JSON.parse(readFixture("penpot/acme/expected-diff.v1-v2.json")) as { tokensRenamed: unknown[]; tokensChanged: unknown[] };
    expect([diff.tokensRenamed, diff.tokensChanged]).toMatchObject([
      [{ set: "core", from: "color.teal.500", to: "color.mint.500" }],
      [{ set: "light", name: "surface.page", from: "#f4f4f8", to: "#f0effa" }],
    ]);
    expect(changed).toEqual([
      ["core:.color.teal.500", '"#00b8a9"', undefined],
      ["light:.surface.page", '"#f4f4f8"', '"#f0effa"'],
      ["core:.color.mint.500", undefined, '"#00b8a9"'],
    ]);
  });

  it("writes one file per set, without themes, and says so", async () => {
    const result = await runAction(exportTokens, readAcme("v1"), PER_SET);
    expect(Object.keys(textsOf(result))).toEqual(["core", "light", "dark", "component"].map((name) => `tokens/${name}.json`));
    expect(textsOf(result)["tokens/light.json"]).not.toContain("$themes");
    expect(result.artifacts?.[0]?.from).toEqual({ kind: "token-set", id: "core", name: "core" });
    expect(result.notes).toEqual([
      { level: "info", message: "Themes and the order of the sets have no place in file-per-set; layout: file has them." },
    ]);
  });

  it("writes the chosen sets only", async () => {
    const result = await runAction(exportTokens, readAcme("v1"), { ...PER_SET, sets: ["light", "d*"], prune: "tokens" });
    expect(Object.keys(textsOf(result))).toEqual(["tokens/light.json", "tokens/dark.json"]);
    expect(result.prune).toEqual(["tokens"]);
  });

  it.each([FILE, PER_SET])("warns when no set fits (%j)", async (input) => {
    const result = await runAction(exportTokens, readAcme("v1"), { ...input, sets: "mode/*" });
    expect(result.artifacts).toEqual([]);
    expect(result.notes).toEqual([
      { level: "warning", message: 'No token set fits "mode/*"; the design has "core", "light", "dark", "component".' },
    ]);
  });

  it("says that a design has no tokens", async () => {
    const { tokens: _tokens, ...design } = readAcme("v1");
    const result = await runAction(exportTokens, design, FILE);
    expect(result).toMatchObject({
      artifacts: [],
      notes: [{ level: "info", message: "The design has no tokens." }],
      outputs: { count: 0 },
    });
  });
});

describe("the path of export-tokens", () => {
  it("that is one for two sets is an error that names both and says what to do", async () => {
    await expect(runAction(exportTokens, readAcme("v1"), { ...PER_SET, path: "${{ 'tokens' }}.json" })).rejects.toMatchObject({
      code: "PATH_COLLISION",
      message: 'The token set "core" and the token set "light" would both be written to "tokens.json".',
      hint: "Put the whole set.name into the path; its slashes become folders.",
    });
  });

  it("must have an expression when there is one file per set", () => {
    const issues = exportTokens.input.safeParse({ layout: "file-per-set", path: "tokens.json" }).error?.issues;
    expect(issues).toMatchObject([{ path: ["path"], message: "must name each set, for example with ${{ kebab(set.name) }}" }]);
    expect(exportTokens.input.safeParse({ path: "tokens.json" }).success).toBe(true);
  });

  it.each([
    [".git/config", "lies inside .git"],
    ["/abs/x", "is absolute"],
    ["a/../../b", "leaves the repository"],
    ["C:\\x", "has a backslash"],
    [" ", "is empty"],
  ])("cannot be %j", (path, why) => {
    const issues = exportTokens.input.safeParse({ path }).error?.issues;
    expect(issues).toMatchObject([{ path: ["path"], message: `is ${JSON.stringify(path)}, which ${why}` }]);
  });

  it("cannot speak of a set in one file", () => {
    const issues = exportTokens.input.safeParse({ path: "${{ kebab(set.name) }}.json" }).error?.issues;
    expect(issues).toMatchObject([{ path: ["path"], message: "set.name needs layout: file-per-set or dtcg" }]);
  });

  it("may use the set's name and nothing else", () => {
    expect(compileTemplate("${{ set.name }}", exportTokens.items?.["path"] ?? {}).problems).toEqual([]);
    expect(compileTemplate("${{ set.id }}", exportTokens.items?.["path"] ?? {}).problems).toHaveLength(1);
  });
});
