import { pathToFileURL } from "node:url";
import type { Component } from "svelte";
import { compile as compileSvelte } from "svelte/compiler";
import { render } from "svelte/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareRasters } from "../../support/compare-rasters.ts";
import { buildOutput, createProject, drawAcmeIcons, hostileIcon, richIcon, textOf } from "../../support/icons.ts";
import { compile } from "./compile.ts";

const SOURCES = [...drawAcmeIcons(), richIcon, hostileIcon];
type Compiled = Component<Record<string, unknown>>;

describe("the Svelte output", () => {
  let project: ReturnType<typeof createProject>;
  let warnings: string[] = [];
  const components = new Map<string, Compiled>();

  beforeAll(async () => {
    const { files } = await buildOutput("svelte", SOURCES, { suffix: "Icon" });
    const compiled = [...files].flatMap(([name, content]) => {
      if (!name.endsWith(".svelte")) return [];
      const { js, warnings: found } = compileSvelte(Buffer.from(content).toString("utf8"), {
        generate: "server",
        filename: name,
        name: "Icon",
      });
      warnings = [...warnings, ...found.map(({ message }) => `${name}: ${message}`)];
      return [[`dist/${name}.js`, js.code] as const];
    });
    project = createProject([...compiled, ["package.json", '{ "type": "module" }']]);
    for (const [name] of compiled) {
      const module = (await import(pathToFileURL(`${project.folder}/${name}`).href)) as { default: Compiled };
      components.set(name.slice("dist/".length, -".svelte.js".length), module.default);
    }
  });
  afterAll(() => project.close());

  const draw = (name: string, props: Record<string, unknown> = {}): string => {
    const component = components.get(name);
    if (!component) throw new Error(`There is no ${name}.`);
    return render(component, { props }).body.replace(/<!--.*?-->/g, "");
  };

  it("compiles for browsers and servers without a warning", async () => {
    expect(warnings).toEqual([]);
    const { files } = await buildOutput("svelte", SOURCES);
    for (const [name, content] of files) {
      if (name.endsWith(".svelte")) compileSvelte(Buffer.from(content).toString("utf8"), { generate: "client", filename: name });
    }
  });

  it("has scripts whose types are right", async () => {
    const script = /<script lang="ts">([\s\S]*?)<\/script>/.exec(textOf(await buildOutput("svelte", SOURCES), "Play.svelte"))?.[1] ?? "";
    const typed = createProject([["src/play.ts", `/// <reference types="svelte" />\n${script}\nexport { isNamed, rest, size, title };\n`]]);
    try {
      expect(await compile(typed.folder)).toBe("");
    } finally {
      typed.close();
    }
  });

  it("exports all components from an index", async () => {
    const index = textOf(await buildOutput("svelte", SOURCES, { suffix: "Icon" }), "index.ts");
    expect(index.match(/^export \{ default as \w+Icon \} from "\.\/\w+Icon\.svelte";$/gm)).toHaveLength(SOURCES.length);
  });

  it.each(SOURCES.map(({ name, svg }) => [name, svg]))("draws %s as it was", (name, svg) => {
    const component = `${name.replace(/(?:^|[- ])([a-z])/g, (_, letter: string) => letter.toUpperCase())}Icon`;
    expect(compareRasters(draw(component), svg).touched).toBe(0);
  });

  it("hides an icon without a title, and names one with a title or label", () => {
    expect(draw("PlusIcon")).toContain('aria-hidden="true"');
    expect(draw("PlusIcon", { title: "Add <b>" })).toMatch(/role="img".*<title>Add &lt;b(>|&gt;)<\/title>/);
    expect(draw("PlusIcon", { "aria-label": "Add" })).toMatch(/role="img".*aria-label="Add"/);
  });

  it("passes size and attributes on", () => {
    expect(draw("PlusIcon", { size: 16, class: "big" })).toMatch(/width="16" height="16".*class="big"/);
  });

  it("keeps hostile text as text", () => {
    expect(draw("HostileIcon")).not.toMatch(/<script/);
    expect(draw("HostileIcon")).toContain("{alert(1)}${alert(1)}");
  });
});
