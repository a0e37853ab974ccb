import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { optimiseSvg, SvgoOptions, selectComponents } from "../../../src/assets/index.ts";
import { PLUGIN_NAMES, REFUSED_PLUGINS } from "../../../src/assets/svgo-options.ts";
import { toDesign } from "../../../src/design/index.ts";
import type { Shape } from "../../../src/design.ts";
import { renderSvg } from "../../../src/render/index.ts";
import { compareRasters } from "../../support/compare-rasters.ts";
import { hasSamples, readFixture, readSample, samplesNote } from "../../support/read-fixture.ts";

/** The most pixels, at fourfold size, that optimising may touch. */
const MOST = 0.001;

function picture(body: string, defs = ""): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"><defs>${defs}</defs>${body}</svg>\n`;
}

function drawAll(text: string): { name: string; svg: string }[] {
  const found = selectComponents(toDesign(JSON.parse(text), "json"));
  return found.flatMap(({ component, page }) => {
    if (!page) return [];
    const { svg, bounds } = renderSvg(page.objects, component.rootId);
    return bounds.width > 0 && bounds.height > 0 ? [{ name: component.name, svg }] : [];
  });
}

function changedBy(svgs: readonly { name: string; svg: string }[], options: SvgoOptions = {}): string[] {
  const checked = svgs.map(({ name, svg }) => ({ name, ...compareRasters(optimiseSvg(svg, options), svg) }));
  return checked.filter(({ touched }) => touched > MOST).map(({ name, touched }) => `${name}: ${touched}`);
}

describe("optimising", () => {
  it("gives one line and a newline, the same every time, and is done after one go", () => {
    const svg = picture('<path d="M 3.0000 3.00 L 21.00 21.00" stroke="#333333" stroke-width="2.000"/>');
    const once = optimiseSvg(svg);
    expect(once).toBe(
      '<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24" fill="none"><path d="m3 3 18 18" stroke="#333" stroke-width="2"/></svg>\n',
    );
    expect(optimiseSvg(svg)).toBe(once);
    expect(optimiseSvg(once)).toBe(once);
  });

  it("writes one element a line when it shall be pretty", () => {
    expect(optimiseSvg(picture('<circle cx="4" cy="4" r="2" fill="#f00000"/>'), { pretty: true }).split("\n")).toEqual([
      expect.stringMatching(/^<svg .*>$/),
      expect.stringMatching(/^ {2}<circle .*\/>$/),
      "</svg>",
      "",
    ]);
  });

  it("keeps the view box, and drops width and height only when told", () => {
    const open = (options: SvgoOptions) => /<svg[^>]*>/.exec(optimiseSvg(picture("<path d='M0 0h9v9z' fill='red'/>"), options))?.[0];
    expect(open({})).toContain('width="24" height="24" viewBox="0 0 24 24"');
    expect(open({ dimensions: false })).toBe('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none">');
  });

  it("puts a prefix before every id and reference, even where an id looks prefixed already", () => {
    const defs =
      '<linearGradient id="ab"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient><clipPath id="b"><path d="M0 0h9v9z"/></clipPath>';
    const svg = picture('<path d="M1 1h9v9z" fill="url(#b)"/><path d="M1 1h9v9z" fill="url(#ab)" clip-path="url(\'#b\')"/>', defs);
    const out = optimiseSvg(svg, { prefixIds: "a", plugins: { cleanupIds: false } });
    expect([...out.matchAll(/id="(\w+)"|#(\w+)/g)].map(([, id, ref]) => id ?? ref)).toEqual(["aab", "ab", "ab", "aab", "ab"]);
  });

  it("calls ids a, b, c in the order they are written, and none that nobody needs", () => {
    const defs =
      '<linearGradient id="x9"><stop offset="0" stop-color="red"/><stop offset="1"/></linearGradient><clipPath id="unused"><path d="M0 0h9v9z"/></clipPath><clipPath id="a"><path d="M0 0h9v9z"/></clipPath>';
    const body = '<path id="layer" d="M1 1h9v9z" fill="url(#x9)" clip-path="url(#a)"/>';
    const once = optimiseSvg(picture(body, defs));
    expect([...once.matchAll(/ id="(\w+)"|#(\w+)\)/g)].map(([, id, ref]) => id ?? ref)).toEqual(["a", "b", "a", "b"]);
    expect(optimiseSvg(once)).toBe(once);
    expect([...optimiseSvg(once, { prefixIds: "a" }).matchAll(/ id="(\w+)"/g)].map(([, id]) => id)).toEqual(["aa", "ab"]);
  });

  it("takes out scripts and handlers", () => {
    const out = optimiseSvg(picture('<script>alert(1)</script><rect width="9" height="9" fill="red" onclick="alert(2)"/>'));
    expect(out).not.toMatch(/script|alert|onclick/);
  });

  it("leaves custom properties and currentColor as they are", () => {
    const out = optimiseSvg(picture('<path d="M1 1h9v9z" fill="var(--Brand-Ü, #AABBCC)" stroke="currentColor"/>'));
    expect(out).toContain('fill="var(--Brand-Ü, #AABBCC)" stroke="currentColor"');
  });

  it("leaves path data of 100 000 points as they are, in no time", () => {
    const d = Array.from({ length: 100_000 }, (_, at) => `L${(at * 7) % 24}.125 ${(at * 5) % 24}.25`).join("");
    const started = performance.now();
    expect(optimiseSvg(picture(`<path d="M0 0${d}" fill="#ff0000"/>`))).toContain(d);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("says what cannot be read", () => {
    expect(() => optimiseSvg("<svg><g></svg>")).toThrow(/^SVGO cannot optimise the picture: /);
    expect(() => optimiseSvg("<svg><g></svg>")).toThrow(expect.objectContaining({ code: "SVG_INVALID" }));
  });
});

const gradient =
  '<linearGradient id="g" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="24" y2="0"><stop offset="0" stop-color="#f00"/><stop offset="1" stop-color="#00f"/></linearGradient>';

/** What SVGO's own preset draws in another way. */
const TRAPS: Record<string, string> = {
  "a group and its only child that are half transparent both": picture(
    '<g opacity="0.5"><rect width="24" height="24" fill="#000" opacity="0.5"/></g>',
  ),
  "four groups in one another that are half transparent": picture(
    `${'<g opacity="0.5">'.repeat(4)}<rect width="24" height="24" fill="#000" opacity="0.5"/>${"</g>".repeat(4)}`,
  ),
  "five groups in one another that are nearly opaque": picture(
    `${'<g opacity="0.9">'.repeat(5)}<rect width="24" height="24" fill="#000"/>${"</g>".repeat(5)}`,
  ),
  "a clip that hides everything": picture(
    '<rect width="24" height="24" fill="#f00" clip-path="url(#c)"/><circle cx="4" cy="4" r="3" fill="#00f"/>',
    '<clipPath id="c"><rect width="0" height="5"/></clipPath>',
  ),
  "moved paths with an inherited gradient": picture(
    '<g><path d="M0 0h12v8z" fill="url(#g)" transform="translate(12 2)"/><path d="M0 0h12v8z" fill="url(#g)" transform="translate(12 12)"/></g>',
    gradient,
  ),
  "scaled paths with dashes in common": picture(
    '<g><path d="M1 1h10" stroke="#000" stroke-dasharray="2 1" transform="scale(2)"/><path d="M1 4h10" stroke="#000" stroke-dasharray="2 1" transform="scale(2)"/></g>',
  ),
  "paths of one colour that overlap": picture(
    '<path d="M2 2h14v14H2z" fill="#000" opacity="0.5"/><path d="M8 8h14v14H8z" fill="#000" opacity="0.5"/>',
  ),
  "an alpha mask": picture(
    '<rect width="24" height="24" fill="#f00" mask="url(#m)"/>',
    '<mask id="m" mask-type="alpha" maskUnits="userSpaceOnUse" x="0" y="0" width="24" height="24"><circle cx="12" cy="12" r="8" fill="#000"/></mask>',
  ),
  "a blend mode below an opacity": picture(
    '<rect width="24" height="24" fill="#f00"/><g opacity="0.8"><g style="mix-blend-mode:multiply"><circle cx="12" cy="12" r="9" fill="#0f0"/></g></g>',
  ),
  "a curve that is nearly an arc": picture(
    '<path d="M8 19C5.24 19 3 16.76 3 14C3 11.24 5.24 9 8 9C8.56 9 9.1 9.092 9.603 9.263C10.651 7.329 12.672 6 15 6C18.311 6 21 8.689 21 12C21 14.225 19.786 16.169 17.985 17.205C17.887 18.212 17.035 19 16 19H8" fill="#17162b"/>',
  ),
};

describe("the picture is not changed", () => {
  it.each(Object.entries(TRAPS))("of %s", (name, svg) => {
    expect(changedBy([{ name, svg }])).toEqual([]);
  });

  it("of any case of Penpot's own markup or ours", () => {
    const { cases } = JSON.parse(readFixture("penpot/rendering-golden.json")) as {
      cases: { name: string; root: string; svg: string; objects: Record<string, Shape> }[];
    };
    const ours = cases.map(({ name, root, objects }) => ({ name, svg: renderSvg(objects, root).svg }));
    const theirs = cases.map(({ name, svg }) => ({
      name: `Penpot's ${name}`,
      svg: svg.replace(/url\((?:'|&#x27;)(#[^'&]*)(?:'|&#x27;)\)/g, "url($1)"),
    }));
    expect(changedBy(ours)).toEqual([]);
    expect(changedBy(theirs)).toEqual([]);
  });

  it("of any Acme icon", () => {
    expect(changedBy(drawAll(readFixture("penpot/acme/acme.v1.get-file.json")))).toEqual([]);
  });

  it
    .skipIf(!hasSamples)
    .each([
      "qedra-icons.get-file.json.gz",
      "social-media-icons.get-file.json.gz",
      "bpmn-kit.get-file.json",
      "variants-sample.get-file.json",
      "tokens-starter-kit-v3.get-file.json.gz",
    ])(`of any component of %s${samplesNote}`, (file) => {
    expect(changedBy(drawAll(readSample(`get-file/${file}`)))).toEqual([]);
  });
});

describe("the options", () => {
  const messagesOf = (value: unknown) =>
    SvgoOptions.safeParse(value).error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];

  it("know every plugin of SVGO or refuse it with a reason", () => {
    const { builtinPlugins } = createRequire(import.meta.url)("svgo") as typeof import("svgo");
    const known = new Set<string>([...PLUGIN_NAMES, ...REFUSED_PLUGINS.keys()]);
    expect(builtinPlugins.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  it.each([...REFUSED_PLUGINS.keys()])("refuse %s, on or off", (name) => {
    expect(messagesOf({ plugins: { [name]: true } })).toEqual([expect.stringMatching(`plugins.${name} is refused: `)]);
    expect(messagesOf({ plugins: { [name]: false } })).toHaveLength(1);
  });

  it("tell an unknown plugin, and which was meant", () => {
    const { error } = SvgoOptions.safeParse({ plugins: { mergePath: true } });
    expect(error?.issues).toMatchObject([{ message: "is no plugin of SVGO", params: { hint: 'Did you mean "mergePaths"?' } }]);
  });

  it.each([{ precision: -1 }, { precision: 2.5 }, { prefixIds: "1 x" }, { multipass: true }, { plugins: { mergePaths: 1 } }])(
    "refuse %j",
    (value) => {
      expect(messagesOf(value)).toHaveLength(1);
    },
  );

  it("switch plugins on, off and give them parameters", () => {
    const svg = picture('<rect x="1" y="1" width="9" height="9" fill="#336699"/>');
    expect(optimiseSvg(svg)).toContain('<path fill="#369" d="M1 1h9v9H1z"/>');
    expect(optimiseSvg(svg, { plugins: { convertShapeToPath: false } })).toContain("<rect");
    expect(optimiseSvg(svg, { plugins: { convertColors: { shorthex: false } } })).toContain("#336699");
    expect(optimiseSvg(svg, { plugins: { addClassesToSVGElement: { className: "icon" } } })).toContain('class="icon"');
  });
});
