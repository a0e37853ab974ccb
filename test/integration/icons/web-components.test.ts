import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareRasters } from "../../support/compare-rasters.ts";
import { buildOutput, createProject, drawAcmeIcons, HOSTILE, hostileIcon, richIcon } from "../../support/icons.ts";
import { missing } from "../../support/needs.ts";
import { compile } from "./compile.ts";

const SOURCES = [...drawAcmeIcons(), richIcon, hostileIcon];
const toTag = (name: string) => `acme-${name.replace(" ", "-")}`;

const USAGE = `
import { defineArrowUp, type IconElement, registerAll } from "./index.js";
defineArrowUp();
registerAll();
export function use(): IconElement {
  const icon = document.createElement("acme-arrow-up");
  icon.size = "16";
  // @ts-expect-error there is no such property
  icon.sizes = "16";
  return icon;
}
`;

let project: ReturnType<typeof createProject>;
let complaints: string;

beforeAll(async () => {
  const { files } = await buildOutput("web-components", SOURCES, { prefix: "acme-", extension: "js" });
  project = createProject([
    ...[...files].map(([name, content]) => [`src/${name}`, content] as const),
    ["src/usage.ts", USAGE],
    ["index.html", toPage(SOURCES.map(({ name }) => toTag(name)))],
  ]);
  complaints = await compile(project.folder);
});
afterAll(() => project.close());

describe("the web components", () => {
  it("compile under the strictest rules, with their use", () => {
    expect(complaints).toBe("");
  });

  it("can be imported and registered on a server, where nothing happens", async () => {
    const module = (await import(pathToFileURL(`${project.folder}/dist/index.js`).href)) as { registerAll(): void };
    expect(Object.keys(module)).toHaveLength(SOURCES.length + 1);
    expect(() => module.registerAll()).not.toThrow();
  });
});

const reason = missing("chromium");

describe.skipIf(reason)(`the web components in a browser${reason ? ` (skipped: ${reason})` : ""}`, () => {
  let server: Server;
  let seen: Record<string, { svg: string; named: string; text: string }>;

  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = normalize(new URL(request.url ?? "/", "http://localhost").pathname);
      const name = path === "/" ? "index.html" : path;
      try {
        const body = readFileSync(join(project.folder, name));
        response.setHeader("Content-Type", name.endsWith(".html") ? "text/html; charset=utf-8" : "text/javascript; charset=utf-8");
        // Scripts and styles from strings are forbidden: icons need neither.
        if (name.endsWith(".html")) response.setHeader("Content-Security-Policy", "require-trusted-types-for 'script'");
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const flags = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking"];
    const page = `http://127.0.0.1:${port}/`;
    const profile = `--user-data-dir=${join(project.folder, "profile")}`;
    const { stdout } = await promisify(execFile)("chromium", [...flags, profile, "--virtual-time-budget=10000", "--dump-dom", page], {
      timeout: 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    seen = JSON.parse(decodeURIComponent(/<pre>(.*?)<\/pre>/s.exec(stdout)?.[1] ?? "%7B%7D"));
  });
  afterAll(() => server.close());

  it("draw every icon as it was", () => {
    for (const { name, svg } of SOURCES) expect([name, compareRasters(seen[toTag(name)]?.svg ?? "", svg).touched]).toEqual([name, 0]);
  });

  it("take size and label", () => {
    expect(seen["acme-plus"]?.svg).toContain('aria-hidden="true"');
    expect(seen["acme-plus"]?.named).toMatch(/width="16" height="16".* role="img" aria-label="Add &lt;b&gt;"/);
    expect(seen["acme-plus"]?.named).not.toContain("aria-hidden");
  });

  it("keep hostile text as text", () => {
    expect(seen["acme-hostile"]?.text.trim()).toBe(HOSTILE.replace("&amp;", "&"));
  });
});

function toPage(tags: readonly string[]): string {
  return `<!doctype html><pre></pre><script type="module">
import { registerAll } from "./dist/index.js";
registerAll();
registerAll();
const seen = {};
const print = (element) => new XMLSerializer().serializeToString(element.shadowRoot.querySelector("svg"));
for (const tag of ${JSON.stringify(tags)}) {
  const element = document.createElement(tag);
  document.body.append(element);
  const svg = print(element);
  element.size = "16";
  element.setAttribute("label", "Add <b>");
  seen[tag] = { svg, named: print(element), text: element.shadowRoot.querySelector("svg").textContent };
}
document.querySelector("pre").textContent = encodeURIComponent(JSON.stringify(seen));
</script>`;
}
