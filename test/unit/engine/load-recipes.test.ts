import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { actions } from "../../../src/actions/index.ts";
import { createSecrets } from "../../../src/config/secrets.ts";
import { loadRecipes } from "../../../src/engine/load-recipes.ts";
import { parseRecipe } from "../../../src/engine/parse-recipe.ts";
import { formatProblem } from "../../../src/errors.ts";
import { fakeActions } from "../../support/fake-actions.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/recipes/", import.meta.url));
const options = { actions: fakeActions, knownForges: ["github", "gitlab"] };
const valid = await readdir(join(FIXTURES, "valid"));
const invalid = (await readdir(join(FIXTURES, "invalid"))).filter((name) => name.endsWith(".yaml"));

async function parse(folder: string, name: string) {
  return parseRecipe(await readFile(join(FIXTURES, folder, name), "utf8"), name, options);
}

describe("parseRecipe", () => {
  it.each(valid)("loads %s", async (name) => {
    const { recipe, problems } = await parse("valid", name);
    expect(problems).toEqual([]);
    expect(recipe).toMatchObject({
      name: name.replace(/\.ya?ml$/, ""),
      hash: expect.stringMatching(/^[0-9a-f]{16}$/),
      place: { file: name },
    });
  });

  it.each(invalid)("says all that is wrong with %s", async (name) => {
    const { recipe, problems } = await parse("invalid", name);
    expect(`${problems.map(formatProblem).join("\n")}\n`).toBe(
      await readFile(join(FIXTURES, "invalid", name.replace(".yaml", ".txt")), "utf8"),
    );
    expect(recipe).toBeUndefined();
  });

  it("says at their places what is wrong with the paths of our own actions", () => {
    const step = (action: string, input: string) => `  - uses: ${action}\n    with: ${input}\n`;
    const text = `name: a\nsource: { file: Icons }\nsteps:\n${step("export-assets", "{ path: icon.svg, prune: / }")}${step("export-tokens", "{ path: .git/config }")}pull-request: { repository: "github:acme/web" }\n`;
    const { problems } = parseRecipe(text, "a.yaml", { ...options, actions });
    const hint = "Paths are relative to the repository's root; wrap design names in kebab() or slug().";
    expect(problems.map(formatProblem)).toEqual([
      'a.yaml:5:19  Step 1, "with.path" must name each component, for example with ${{ kebab(component.name) }}.',
      `a.yaml:5:36  Step 1, "with.prune" is "/", which is absolute.\n    ${hint}`,
      `a.yaml:7:19  Step 2, "with.path" is ".git/config", which lies inside .git.\n    ${hint}`,
    ]);
  });

  it("fills in the defaults", async () => {
    const { recipe } = await parse("valid", "minimal.yaml");
    expect(recipe).toMatchObject({
      on: { "update-file": {} },
      debounce: { quiet: 30_000, "max-wait": 900_000 },
      "pull-request": { labels: [] },
    });
  });

  it("takes 0 as a duration", async () => {
    const text = await readFile(join(FIXTURES, "valid", "minimal.yaml"), "utf8");
    expect(parseRecipe(`${text}debounce: { quiet: 0 }\n`, "a.yaml", options).recipe?.debounce.quiet).toBe(0);
  });

  it("reads on as a key even where YAML 1.1 is asked for", async () => {
    expect((await parse("valid", "yaml-1-1.yaml")).recipe?.on).toEqual({ "rename-file": {} });
  });

  it("accepts any forge while none is known", async () => {
    const text = await readFile(join(FIXTURES, "invalid", "unknown-forge.yaml"), "utf8");
    expect(parseRecipe(text, "a.yaml", { actions: fakeActions }).problems).toEqual([]);
  });

  it("gives another hash to another text", async () => {
    const text = await readFile(join(FIXTURES, "valid", "minimal.yaml"), "utf8");
    const hashes = [text, text, `${text}# a comment\n`].map((one) => parseRecipe(one, "a.yaml", options).recipe?.hash);
    expect(hashes[0]).toBe(hashes[1]);
    expect(hashes[0]).not.toBe(hashes[2]);
  });
});

describe("loadRecipes", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "penops-recipes-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const recipe = (name: string, uses = "write-file") =>
    `name: ${name}\nsource: { file: Icons }\nsteps:\n  - uses: ${uses}\n    with: { path: a.txt, text: a }\npull-request: { repository: "github:acme/web" }\n`;

  it("loads the good recipes of a folder and reports the mistakes of all others together", async () => {
    await writeFile(join(folder, "a.yaml"), recipe("a"));
    await writeFile(join(folder, "b.yml"), recipe("b"));
    await writeFile(join(folder, "c.yaml"), recipe("c", "draw"));
    await writeFile(join(folder, "d.yaml"), recipe("D"));
    const { recipes, problems } = await loadRecipes(["."], { ...options, cwd: folder });
    expect(recipes.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(problems.map(({ code, place }) => [code, place?.file])).toEqual([
      ["UNKNOWN_ACTION", "c.yaml"],
      ["WRONG_VALUE", "d.yaml"],
    ]);
  });

  it("reads only recipe files, links as Kubernetes mounts them included", async () => {
    for (const name of ["recipe.schema.json", "README.md", "README.yaml", ".hidden.yaml", "notes.txt"])
      await writeFile(join(folder, name), "no: recipe");
    await writeFile(join(folder, "..data"), recipe("mounted"));
    await symlink("..data", join(folder, "mounted.yaml"));
    const { recipes, problems } = await loadRecipes([folder], options);
    expect(recipes.map(({ name }) => name)).toEqual(["mounted"]);
    expect(problems).toEqual([]);
  });

  it("keeps the first of two recipes of one name and names both places", async () => {
    await writeFile(join(folder, "a.yaml"), recipe("twin"));
    await writeFile(join(folder, "b.yaml"), `# second\n${recipe("twin")}`);
    const { recipes, problems } = await loadRecipes(["."], { ...options, cwd: folder });
    expect(recipes.map(({ place }) => place.file)).toEqual(["a.yaml"]);
    expect(problems.map(formatProblem)).toEqual([
      'b.yaml:2:7  The name "twin" is already used in a.yaml:1; that recipe counts, this one does not.\n    Branches are named after recipes: give every recipe a name of its own.',
    ]);
  });

  it("loads a file that is named twice once", async () => {
    await writeFile(join(folder, "a.yaml"), recipe("a"));
    const { recipes, problems } = await loadRecipes([".", "a.yaml"], { ...options, cwd: folder });
    expect([recipes.length, problems.length]).toEqual([1, 0]);
  });

  it("reports a folder that is not there", async () => {
    const { problems } = await loadRecipes(["nowhere"], { ...options, cwd: folder });
    expect(problems).toMatchObject([{ code: "RECIPES_UNREADABLE", message: "nowhere does not exist." }]);
  });

  it("keeps secrets out of what it reports", async () => {
    const secrets = createSecrets();
    secrets.add("hunter2-hunter2");
    await writeFile(join(folder, "a.yaml"), recipe("a", "hunter2-hunter2"));
    const { problems } = await loadRecipes(["."], { ...options, cwd: folder, secrets });
    expect(problems[0]?.message).toBe('Unknown action "***".');
  });
});
