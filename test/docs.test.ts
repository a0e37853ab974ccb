import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { actions } from "../src/actions/index.ts";
import { main } from "../src/commands/main.ts";
import { Config } from "../src/config/config.ts";
import { loadRecipes } from "../src/engine/load-recipes.ts";
import { parseRecipe } from "../src/engine/parse-recipe.ts";
import { formatProblem } from "../src/errors.ts";
import { parseYaml } from "../src/yaml.ts";
import { generate } from "../tools/docs.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

function read(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
}

function yamlBlocks(text: string): string[] {
  return [...text.matchAll(/^( *)```yaml\n([\s\S]*?)```/gm)].map(([, indent = "", block = ""]) =>
    block.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
  );
}

/** The reference with its commented examples switched on. */
function uncommented(text: string): string {
  return text
    .replace(/^penpot: \{\}$/m, "penpot:")
    .replace(/^forges: \{\}$/m, "forges:")
    .replace(/^#( {2,}\S)/gm, "$1")
    .replace(/^( +)# (public-url|secret|previous-secret|url): /gm, "$1$2: ");
}

describe("the documents", () => {
  it("say the same as the code where they are generated", () => {
    expect(generate(read("recipes/README.md"))).toBe(read("recipes/README.md"));
  });

  it("show recipes that load", () => {
    const blocks = [...yamlBlocks(read("README.md")), ...yamlBlocks(read("recipes/README.md"))].filter((block) => block.includes("steps:"));
    expect(blocks.length).toBeGreaterThanOrEqual(2);
    for (const block of blocks) expect(parseRecipe(block, "README.md", { actions }).problems.map(formatProblem)).toEqual([]);
  });

  it("ship recipes that load, all of them", async () => {
    for (const folder of ["recipes", "demo/recipes"]) {
      const { recipes, problems } = await loadRecipes([folder], { actions, cwd: ROOT });
      expect(problems.map(formatProblem)).toEqual([]);
      expect(recipes.length).toBe(readdirSync(`${ROOT}/${folder}`).filter((name) => name.endsWith(".yaml")).length);
    }
  });

  it("show a configuration that is right, and a reference that is right with its examples on and off", () => {
    const shown = yamlBlocks(read("README.md")).filter((block) => block.includes("forges:"));
    const secretsAsText = (text: string) => text.replaceAll(/\{ (env|file): [^}]+ \}/g, "sixteen-characters");
    for (const text of [...shown, read("config/penops.yaml"), uncommented(read("config/penops.yaml"))]) {
      expect(parseYaml(secretsAsText(text), "penops.yaml", Config).problems.map(formatProblem)).toEqual([]);
    }
  });

  it("name every key of the configuration in the reference", () => {
    const reference = uncommented(read("config/penops.yaml"));
    const data = parseYaml(reference, "penops.yaml", Config).data as Record<string, object>;
    for (const [section, value] of Object.entries(Config.parse({}))) {
      expect(Object.keys(data)).toContain(section);
      if (!Array.isArray(value) && typeof value === "object")
        expect(Object.keys(data[section] ?? {})).toEqual(expect.arrayContaining(Object.keys(value)));
    }
  });

  it("list commands that exist, and every command explains itself", async () => {
    const listed = [...read("README.md").matchAll(/^\| `([a-z]+)/gm)].map(([, command = ""]) => command);
    for (const command of ["serve", "plan", "run", "validate", "doctor", "webhooks", "events", "emulate", "demo"]) {
      if (command !== "run") expect(listed).toContain(command);
      let out = "";
      const io = {
        env: {},
        cwd: ROOT,
        out(text: string) {
          out += text;
        },
        err: () => undefined,
        isTerminal: false,
        signal: new AbortController().signal,
      };
      expect(await main([command, "--help"], io)).toBe(0);
      expect(out).toContain(`Usage: penops ${command}`);
    }
  });

  it("stay short: a README under 250 lines, a CONTRIBUTING of one page", () => {
    expect(read("README.md").split("\n").length).toBeLessThan(250);
    expect(read("CONTRIBUTING.md").split("\n").length).toBeLessThan(90);
  });
});
