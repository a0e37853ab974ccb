import { pathToFileURL } from "node:url";
import { type ComponentType, createElement, createRef, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareRasters } from "../../support/compare-rasters.ts";
import { buildOutput, createProject, drawAcmeIcons, HOSTILE, hostileIcon, richIcon, textOf } from "../../support/icons.ts";
import { compile } from "./compile.ts";

const SOURCES = [...drawAcmeIcons(), richIcon, hostileIcon];

const USAGE = `
import { createRef } from "react";
import { ArrowUpIcon, type IconProps, KitchenSinkIcon } from "./index.js";
const ref = createRef<SVGSVGElement>();
const props: IconProps = { size: "2em", title: "Up", className: "a", onClick: (event) => event.currentTarget.focus() };
export const used = [<ArrowUpIcon key="a" {...props} ref={ref} />, <KitchenSinkIcon key="b" size={16} aria-label="Sink" strokeWidth={2} />];
// @ts-expect-error a size is a number or a text
export const wrong = <ArrowUpIcon size={{}} />;
`;

describe("the React output", () => {
  let project: ReturnType<typeof createProject>;
  let complaints: string;
  let components: Record<string, ComponentType<Record<string, unknown>>>;

  beforeAll(async () => {
    const { files } = await buildOutput("react", SOURCES, { suffix: "Icon", extension: "js" });
    project = createProject([...[...files].map(([name, content]) => [`src/${name}`, content] as const), ["src/usage.tsx", USAGE]]);
    complaints = await compile(project.folder);
    components = await import(pathToFileURL(`${project.folder}/dist/index.js`).href);
  });
  afterAll(() => project.close());

  const draw = (name: string, props: Record<string, unknown> = {}): string => {
    const component = components[name];
    if (!component) throw new Error(`There is no ${name}.`);
    return renderToStaticMarkup(createElement(component, props) as ReactNode);
  };

  it("compiles under the strictest rules, with its use", () => {
    expect(complaints).toBe("");
  });

  it("compiles where imports have no endings", async () => {
    const { files } = await buildOutput("react", SOURCES);
    const bundled = createProject([...files].map(([name, content]) => [`src/${name}`, content] as const));
    try {
      expect(await compile(bundled.folder, { module: "esnext", moduleResolution: "bundler" })).toBe("");
    } finally {
      bundled.close();
    }
  });

  it("has one component for each icon", () => {
    expect(Object.keys(components)).toHaveLength(SOURCES.length);
  });

  it.each(SOURCES.map(({ name, svg }) => [name, svg]))("draws %s as it was", (name, svg) => {
    const component = `${name.replace(/(?:^|[- ])([a-z])/g, (_, letter: string) => letter.toUpperCase())}Icon`;
    expect(compareRasters(draw(component), svg).touched).toBe(0);
  });

  it("hides an icon without a title, and names one with a title or label", () => {
    expect(draw("PlusIcon")).toContain('aria-hidden="true"');
    expect(draw("PlusIcon")).not.toContain("role=");
    expect(draw("PlusIcon", { title: "Add <b>" })).toMatch(/role="img".*<title>Add &lt;b&gt;<\/title>/);
    expect(draw("PlusIcon", { title: "Add" })).not.toContain("aria-hidden");
    expect(draw("PlusIcon", { "aria-label": "Add" })).toMatch(/role="img"/);
  });

  it("passes size, all props and the ref on", () => {
    expect(draw("PlusIcon", { size: 16, className: "big", "data-x": 1 })).toMatch(/width="16" height="16".* class="big" data-x="1"/);
    expect(components["PlusIcon"]).toMatchObject({ render: expect.any(Function) });
    expect(createRef()).toEqual({ current: null });
  });

  it("keeps hostile text as text", () => {
    const markup = draw("HostileIcon");
    expect(markup).not.toMatch(/<script/);
    const text = /<text[^>]*>([\s\S]*)<\/text>/.exec(markup)?.[1] ?? "";
    expect(decode(text)).toBe(HOSTILE.replace("&amp;", "&"));
  });

  it("has nothing that a bundler could not shake off", async () => {
    const built = await buildOutput("react", SOURCES);
    for (const name of built.files.keys()) {
      if (!name.endsWith(".tsx")) continue;
      expect(textOf(built, name)).toMatch(
        /^\/\/ Made by Penops from Acme\. Do not edit\.\nimport .*\nimport type .*\n\nexport const \w+ = \/\* @__PURE__ \*\/ forwardRef/,
      );
    }
  });
});

function decode(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#x27;", "'").replaceAll("&amp;", "&");
}
