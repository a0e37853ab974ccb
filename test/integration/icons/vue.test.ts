import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Component, createSSRApp, h } from "vue";
import { renderToString } from "vue/server-renderer";
import { compareRasters } from "../../support/compare-rasters.ts";
import { buildOutput, createProject, drawAcmeIcons, hostileIcon, richIcon } from "../../support/icons.ts";
import { compile } from "./compile.ts";

const SOURCES = [...drawAcmeIcons(), richIcon, hostileIcon];

const USAGE = `
import { h } from "vue";
import { ArrowUp } from "./index.js";
export const used = [h(ArrowUp, { size: 16, title: "Up", class: "a" }), h(ArrowUp, { size: "2em" })];
// @ts-expect-error a size is a number or a text
export const wrong = h(ArrowUp, { size: {} });
`;

describe("the Vue output", () => {
  let project: ReturnType<typeof createProject>;
  let complaints: string;
  let components: Record<string, Component>;

  beforeAll(async () => {
    const { files } = await buildOutput("vue", SOURCES, { extension: "js" });
    project = createProject([...[...files].map(([name, content]) => [`src/${name}`, content] as const), ["src/usage.ts", USAGE]]);
    complaints = await compile(project.folder);
    components = await import(pathToFileURL(`${project.folder}/dist/index.js`).href);
  });
  afterAll(() => project.close());

  const draw = async (name: string, props: Record<string, unknown> = {}): Promise<string> => {
    const component = components[name];
    if (!component) throw new Error(`There is no ${name}.`);
    return (await renderToString(createSSRApp({ render: () => h(component, props) }))).replaceAll("<!---->", "");
  };

  it("compiles under the strictest rules, with its use", () => {
    expect(complaints).toBe("");
  });

  it.each(SOURCES.map(({ name, svg }) => [name, svg]))("draws %s as it was", async (name, svg) => {
    const component = name.replace(/(?:^|[- ])([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(compareRasters(await draw(component), svg).touched).toBe(0);
  });

  it("hides an icon without a title, and names one with a title or label", async () => {
    expect(await draw("Plus")).toContain('aria-hidden="true"');
    expect(await draw("Plus", { title: "Add <b>" })).toMatch(/role="img".*<title>Add &lt;b&gt;<\/title>/);
    expect(await draw("Plus", { "aria-label": "Add" })).toMatch(/role="img".*aria-label="Add"/);
    expect(await draw("Plus", { title: "Add" })).not.toContain("aria-hidden");
  });

  it("passes size and attributes on", async () => {
    expect(await draw("Plus", { size: 16, class: "big" })).toMatch(/width="16" height="16".*class="big"/);
  });

  it("keeps hostile text as text", async () => {
    expect(await draw("Hostile")).not.toMatch(/<script/);
  });
});
