import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Built, type Icon, type IconSource, iconOutputs, type OutputJob, toIcon } from "../../src/assets/icons/index.ts";
import { selectComponents, toLabel } from "../../src/assets/index.ts";
import { toDesign } from "../../src/design/index.ts";
import { renderSvg } from "../../src/render/index.ts";
import { readFixture } from "./read-fixture.ts";

/** The 30 icons of the Acme file as the renderer draws them, called after their components. */
export function drawAcmeIcons(): IconSource[] {
  const design = toDesign(JSON.parse(readFixture("penpot/acme/acme.v1.get-file.json")), "json");
  return selectComponents(design, { components: "icon/**" }).map(({ component, page }) => {
    const from = { kind: "component", id: component.id, name: toLabel(component) } as const;
    const { svg } = renderSvg(page?.objects ?? {}, component.rootId);
    return { name: component.name, label: JSON.stringify(from.name), path: `svg/${component.name}.svg`, svg, from };
  });
}

/** An SVG of 24 by 24 with this inside, as an icon's source. */
export function sketchIcon(name: string, inside: string, root = 'fill="none"'): IconSource {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" ${root}>${inside}</svg>`;
  return { name, label: JSON.stringify(name), path: `svg/${name}.svg`, svg };
}

/** Whatever a designer or an attacker could put into texts and values; draws a red square. */
export const HOSTILE = `</script><script>alert(1)</script>{alert(1)}\${alert(1)}\`'"*/-->{{alert(1)}}<!--\u2028\n&amp;`;

export const hostileIcon: IconSource = sketchIcon(
  "hostile",
  `<path d="M2 2H22V22H2Z" fill="#ff0000"/><text font-family="${escapeXml(HOSTILE)}" font-size="0">${escapeXml(HOSTILE)}</text>`,
);

/** One icon with nearly everything SVG has; called `kitchen-sink`. */
export const richIcon: IconSource = sketchIcon(
  "kitchen sink",
  `<defs>
    <linearGradient id="a" x1="0" y1="0" x2="1" y2="1" gradientTransform="rotate(10)" spreadMethod="reflect"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f" stop-opacity=".5"/></linearGradient>
    <radialGradient id="b" cx="12" cy="12" r="8" fx="10" fy="11" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#0f0"/><stop offset="1" style="stop-color:#000;stop-opacity:.4"/></radialGradient>
    <pattern id="c" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="2" height="4" fill="#a0a"/></pattern>
    <clipPath id="d" clipPathUnits="userSpaceOnUse"><circle cx="12" cy="12" r="10" clip-rule="evenodd"/></clipPath>
    <mask id="e" mask-type="alpha" maskUnits="userSpaceOnUse" x="0" y="0" width="24" height="24"><rect width="24" height="20" fill="#fff"/></mask>
    <marker id="f" markerWidth="4" markerHeight="4" refX="1" refY="1" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 0L2 1L0 2Z" fill="#00f"/></marker>
    <filter id="g" x="-10" y="-10" width="50" height="50" filterUnits="userSpaceOnUse" color-interpolation-filters="sRGB">
      <feFlood flood-color="#000" flood-opacity=".3" result="flood"/><feColorMatrix in="SourceAlpha" type="matrix" values="0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0" result="hard"/>
      <feOffset dx="1" dy="1"/><feGaussianBlur stdDeviation=".5"/><feBlend in="SourceGraphic" mode="normal"/>
    </filter>
  </defs>
  <g clip-path="url(#d)" mask="url(#e)" style="mix-blend-mode:multiply;isolation:isolate"><rect x="2" y="2" width="20" height="20" rx="3" fill="url(#a)"/></g>
  <circle cx="12" cy="12" r="6" fill="url('#b')" stroke="url(#c)" stroke-width="2" stroke-dasharray="3 1" stroke-dashoffset="1" stroke-linecap="round" stroke-linejoin="bevel" stroke-miterlimit="7"/>
  <path d="M4 20L20 4" stroke="#123" marker-end="url(#f)" vector-effect="non-scaling-stroke" paint-order="stroke" opacity=".7"/>
  <use href="#h" x="1" y="1" transform="rotate(5 12 12)"/>
  <ellipse id="h" cx="6" cy="18" rx="3" ry="2" fill="currentColor" fill-opacity=".6" filter="url(#g)"/>
  <polygon points="1,1 4,1 4,4" fill="#0aa" fill-rule="evenodd"/><polyline points="20,20 22,22 20,23" stroke="#0aa"/><line x1="1" y1="23" x2="5" y2="23" stroke="#a50"/>`,
);

/** What an output makes of icons; options as a recipe gives them. Files go to `out` or, of one file, to `out/<key>`. */
export async function buildOutput(
  key: string,
  sources: readonly IconSource[],
  options: Record<string, unknown> = {},
  job: Partial<OutputJob> = {},
): Promise<Built & { files: ReadonlyMap<string, Uint8Array> }> {
  const output = iconOutputs.find((candidate) => candidate.key === key);
  if (!output) throw new Error(`There is no output ${key}.`);
  const icons: Icon[] = [];
  for (const source of sources) icons.push(await toIcon(source));
  const built = await output.build(icons, output.options.parse(options), {
    target: output.target === "folder" ? "out" : `out/${key}`,
    madeBy: "Made by Penops from Acme. Do not edit.",
    from: { kind: "file", id: "file", name: "Acme" },
    previous: async () => undefined,
    signal: new AbortController().signal,
    ...job,
  });
  return { ...built, files: new Map(built.artifacts.map(({ path, content }) => [path.slice("out/".length), content])) };
}

/** The text of one file of an output. */
export function textOf({ files }: { files: ReadonlyMap<string, Uint8Array> }, name: string): string {
  const content = files.get(name);
  if (!content) throw new Error(`There is no ${name} in ${[...files.keys()].join(", ")}.`);
  return Buffer.from(content).toString("utf8");
}

/** A folder with files that sees the project's packages; the caller closes it. */
export function createProject(files: Iterable<readonly [string, string | Uint8Array]>): { folder: string; close(): void } {
  const folder = mkdtempSync(join(tmpdir(), "penops-icons-"));
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
  for (const [name, content] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return { folder, close: () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }) };
}

function escapeXml(text: string): string {
  return text
    .replace(/&(?!amp;)/g, "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll('"', "&quot;");
}
