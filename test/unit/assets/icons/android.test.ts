import { optimize } from "svgo";
import { describe, expect, it } from "vitest";
import { compareRasters } from "../../../support/compare-rasters.ts";
import { buildOutput, drawAcmeIcons, richIcon, sketchIcon, textOf } from "../../../support/icons.ts";

interface Node {
  name: string;
  attributes: Record<string, string>;
  children: Node[];
}

// developer.android.com: VectorDrawable; GradientColor with its items.
const ALLOWED: Record<string, RegExp> = {
  vector: /^(xmlns:(android|aapt)|android:(width|height|viewportWidth|viewportHeight|tint))$/,
  group: /^$/,
  "clip-path": /^android:pathData$/,
  path: /^android:(pathData|fillColor|fillType|strokeColor|strokeWidth|strokeLineCap|strokeLineJoin|strokeMiterLimit)$/,
  "aapt:attr": /^name$/,
  gradient: /^android:(type|startX|startY|endX|endY|centerX|centerY|gradientRadius|tileMode)$/,
  item: /^android:(offset|color)$/,
};

describe("vector drawables", () => {
  const LEFT = ["badge", "clock", "link-arrow", "masked-dot"];

  it("show each Acme icon as it was, but for those Android cannot draw", async () => {
    const sources = drawAcmeIcons();
    const built = await buildOutput("android", sources);
    expect(built.left?.map(({ icon, what }) => [icon.names.kebab, what])).toEqual([
      ["badge", "has an opacity over several shapes or over fill and stroke, which a vector drawable cannot show"],
      ["clock", "has a dashed or dotted stroke, which a vector drawable cannot show"],
      ["link-arrow", "has an arrow or marker, which a vector drawable cannot show"],
      ["masked-dot", "has a mask, which a vector drawable cannot show"],
    ]);
    expect(built.keep).toEqual(LEFT.map((name) => `out/ic_${name.replace("-", "_")}.xml`));
    for (const { name, svg } of sources.filter((source) => !LEFT.includes(source.name))) {
      const drawn = toSvg(textOf(built, `ic_${name.replace("-", "_")}.xml`));
      expect([name, compareRasters(drawn, svg).touched < 0.001]).toEqual([name, true]);
    }
  });

  it.each([
    [
      "a gradient by the shape's box, turned and slanted",
      '<defs><linearGradient id="a" x1=".1" y1="0" x2=".9" y2=".7" gradientTransform="rotate(20)"><stop offset="0" stop-color="#f00"/><stop offset=".6" stop-color="lime" stop-opacity=".5"/><stop offset="1" stop-color="rgb(0 0 255)"/></linearGradient></defs><rect x="2" y="4" width="20" height="10" fill="url(#a)" transform="skewX(10) rotate(5)"/>',
    ],
    [
      "a gradient that repeats, its stops elsewhere",
      '<defs><linearGradient id="s"><stop offset="0" stop-color="#f00"/><stop offset="1"/></linearGradient><linearGradient id="a" href="#s" x1="2" y1="2" x2="6" y2="5" gradientUnits="userSpaceOnUse" spreadMethod="reflect"/></defs><path d="M2 2H22V22H2Z" fill="url(#a)"/>',
    ],
    [
      "a round gradient",
      '<defs><radialGradient id="a" cx="10" cy="9" r="11" gradientUnits="userSpaceOnUse"><stop offset="0" stop-color="#ff0"/><stop offset="1" stop-color="#00f"/></radialGradient></defs><circle cx="12" cy="12" r="10" fill="url(#a)" opacity=".6" transform="rotate(30 12 12) scale(.9)"/>',
    ],
    [
      "basic shapes in groups",
      '<g transform="translate(2 1) scale(.8)" fill="#123" stroke="#f00" stroke-width="2" stroke-linejoin="round"><ellipse cx="6" cy="6" rx="5" ry="3"/><polygon points="12 2 20 2 16 9"/><polyline points="2 20,8 14 12,20" fill="none" stroke-linecap="square"/><line x1="14" y1="14" x2="22" y2="22"/><rect x="14" y="11" width="6" height="4" rx="1"/></g>',
    ],
    [
      "clips",
      '<defs><clipPath id="c"><circle cx="12" cy="12" r="8"/></clipPath><clipPath id="d"><rect x="2" y="2" width="12" height="20" transform="rotate(10)"/></clipPath></defs><g clip-path="url(#c)"><rect width="24" height="24" fill="#0a0"/><g clip-path="url(#d)"><rect width="24" height="24" fill="#a00"/></g></g>',
    ],
    [
      "references and inheritance",
      '<defs><path id="p" d="M0 0H8V8H0Z"/></defs><g fill="#00f" color="#0aa"><use href="#p" x="2" y="2"/><use href="#p" x="12" y="12" fill="currentColor"/><use href="#p" x="12" style="fill:var(--x, #f0f);fill-opacity:50%"/></g>',
    ],
    [
      "arcs and curves of all kinds, even-odd",
      '<path fill-rule="evenodd" d="M2 12a10 10 0 1 1 20 0 10 10 0 01-20 0zm5-3q5 -6 10 0t0 6s-4 5-8 2z" transform="scale(1 .8)"/>',
    ],
    ["a view box with another origin", '<rect x="0" y="0" width="12" height="12" fill="#f00"/>', 'viewBox="-6 -6 24 24"'],
  ])("can show %s", async (_, inside, root = "") => {
    const source = sketchIcon("a", inside, 'fill="none"');
    const svg = root === "" ? source.svg : source.svg.replace(/viewBox="[^"]*"/, root);
    const built = await buildOutput("android", [{ ...source, svg: svg.replace(' fill="none"', "") }]);
    expect(built.left).toEqual([]);
    // What draws them here knows no variables; edges are smoothed a little differently where shapes were turned.
    const theirs = svg.replace(' fill="none"', "").replace("var(--x, #f0f)", "#f0f");
    const { touched, seen } = compareRasters(toSvg(textOf(built, "ic_a.xml")), theirs);
    expect(touched).toBeLessThan(0.03);
    expect(seen).toBeLessThan(0.001);
  });

  it.each([
    ['<path d="M0 0H9V9Z" filter="url(#a)"/>', "a filter, such as a shadow or blur"],
    ['<text y="9">a</text>', "text"],
    ['<image href="data:image/png;base64,AA=="/>', "an image"],
    ['<pattern id="a"/><path d="M0 0H9" fill="url(#a)"/>', "a pattern or image as a fill"],
    ['<path d="M0 0H9V9Z" style="mix-blend-mode:multiply"/>', "a blend mode"],
    ['<path d="M0 0H9" stroke="#000" transform="scale(2 1)"/>', "a stroke that is stretched"],
    [
      '<radialGradient id="a" gradientTransform="scale(2 1)"><stop/><stop offset="1"/></radialGradient><path d="M0 0H9V9Z" fill="url(#a)"/>',
      "a radial gradient that is not round",
    ],
    ['<path d="M0 0H9V9Z" fill="var(--x)"/>', "a colour that only a style sheet knows"],
    ['<path d="M0 0H9V9Z" fill="nonsense"/>', 'the colour "nonsense", which cannot be read'],
    ['<rect width="50%" height="3"/>', "a length that is no number"],
    [
      '<clipPath id="a"><path d="M0 0H9V9Z"/><path d="M0 0H3V3Z"/></clipPath><g clip-path="url(#a)"><path d="M0 0H9V9Z"/></g>',
      "a clip of more than one plain shape",
    ],
  ])("leave out and name %.50s", async (inside, what) => {
    const { left, artifacts } = await buildOutput("android", [sketchIcon("a", inside, "")]);
    expect([left?.map((entry) => entry.what), artifacts]).toEqual([[`has ${what}, which a vector drawable cannot show`], []]);
  });

  it("name all that one icon has", async () => {
    const { left } = await buildOutput("android", [richIcon]);
    expect(left?.[0]?.what.split(", ").length).toBeGreaterThan(5);
  });

  it("take a tint and a prefix", async () => {
    const built = await buildOutput("android", [sketchIcon("switch", '<path d="M0 0H9V9Z"/>')], {
      prefix: "sys_",
      tint: "?attr/colorControlNormal",
    });
    expect(textOf(built, "sys_switch_icon.xml")).toContain('android:tint="?attr/colorControlNormal">');
  });
});

/** Draws a vector drawable as Android would, by way of SVG; fails on what Android does not know. */
function toSvg(text: string): string {
  expect(text).toMatch(/^<!-- Made by Penops from Acme\. Do not edit\. -->\n<vector\n/);
  const vector = parse(text);
  const size = [vector.attributes["android:viewportWidth"], vector.attributes["android:viewportHeight"]];
  let count = 0;
  const definitions: string[] = [];
  const define = (make: (id: string) => string) => {
    const id = `d${count++}`;
    definitions.push(make(id));
    return `url(#${id})`;
  };
  const draw = ({ name, attributes, children }: Node): string => {
    if (name === "group") {
      const clips = children.filter((child) => child.name === "clip-path");
      const inner = children
        .filter((child) => child.name !== "clip-path")
        .map(draw)
        .join("");
      return clips.reduceRight(
        (inside, clip) =>
          `<g clip-path="${define((id) => `<clipPath id="${id}"><path d="${clip.attributes["android:pathData"]}"/></clipPath>`)}">${inside}</g>`,
        inner,
      );
    }
    const paint = (attribute: string) => {
      const gradient = children.find((child) => child.attributes["name"] === `android:${attribute}`)?.children[0];
      return gradient ? { color: define((id) => toGradient(id, gradient)), alpha: 1 } : toColor(attributes[`android:${attribute}`]);
    };
    const [fill, stroke] = [paint("fillColor"), paint("strokeColor")];
    const read = (key: string, fallback: string) => attributes[`android:${key}`] ?? fallback;
    return `<path d="${attributes["android:pathData"]}" fill="${fill.color}" fill-opacity="${fill.alpha}" fill-rule="${read("fillType", "nonZero").toLowerCase()}" stroke="${stroke.color}" stroke-opacity="${stroke.alpha}" stroke-width="${read("strokeWidth", "0")}" stroke-linecap="${read("strokeLineCap", "butt")}" stroke-linejoin="${read("strokeLineJoin", "miter")}" stroke-miterlimit="${read("strokeMiterLimit", "4")}"/>`;
  };
  const inside = vector.children.map(draw).join("");
  const [width, height] = ["width", "height"].map((key) => vector.attributes[`android:${key}`]?.replace("dp", ""));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${size.join(" ")}"><defs>${definitions.join("")}</defs>${inside}</svg>`;
}

function toGradient(id: string, { attributes, children }: Node): string {
  const read = (key: string) => attributes[`android:${key}`];
  const spread = { mirror: "reflect", repeat: "repeat" }[read("tileMode") ?? ""] ?? "pad";
  const stops = children.map((item) => {
    const { color, alpha } = toColor(item.attributes["android:color"]);
    return `<stop offset="${item.attributes["android:offset"]}" stop-color="${color}" stop-opacity="${alpha}"/>`;
  });
  const common = `id="${id}" gradientUnits="userSpaceOnUse" spreadMethod="${spread}"`;
  if (read("type") === "linear")
    return `<linearGradient ${common} x1="${read("startX")}" y1="${read("startY")}" x2="${read("endX")}" y2="${read("endY")}">${stops.join("")}</linearGradient>`;
  return `<radialGradient ${common} cx="${read("centerX")}" cy="${read("centerY")}" r="${read("gradientRadius")}">${stops.join("")}</radialGradient>`;
}

function toColor(color: string | undefined): { color: string; alpha: number } {
  if (color === undefined) return { color: "none", alpha: 1 };
  const [, alpha = "FF", rgb = ""] = /^#([0-9A-F]{2})?([0-9A-F]{6})$/.exec(color) ?? [];
  return { color: `#${rgb}`, alpha: Number.parseInt(alpha, 16) / 255 };
}

function parse(text: string): Node {
  const roots: unknown[] = [];
  const read = (root: unknown) => {
    roots.push(root);
    return null;
  };
  optimize(text, { plugins: [{ name: "read", fn: read }] });
  const [vector] = elementsIn((roots[0] as Node).children);
  if (!vector) throw new Error("no element");
  return vector;
}

function elementsIn(nodes: readonly Node[]): Node[] {
  return nodes
    .filter((node) => "name" in node && "attributes" in node)
    .map(({ name, attributes, children }) => {
      for (const attribute of Object.keys(attributes))
        expect(`${name} ${attribute}`).toMatch(new RegExp(`^${name} (?:${ALLOWED[name]?.source.slice(1, -1)})$`));
      return { name, attributes, children: elementsIn(children) };
    });
}
