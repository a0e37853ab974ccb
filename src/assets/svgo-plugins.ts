import type { CustomPlugin, PluginConfig } from "svgo";
import { addPrefix, shortIds } from "./svgo-ids.ts";
import type { PluginName, SvgoOptions } from "./svgo-options.ts";
import { PLUGIN_NAMES } from "./svgo-options.ts";

type Params = Record<string, unknown>;

/** SVGO's own values turn curves into arcs and parabolas that lie two to three decimals beside them, which shows in small icons. */
const CURVES = { makeArcs: { threshold: 0.5, tolerance: 0.5 }, convertToQ: false };

/**
 * What runs unless told otherwise. Left out are plugins that can change a picture: `removeEmptyContainers` drops a clip that hides
 * everything; `moveElemsAttrsToGroup` and `applyTransforms` together move a path away from its inherited gradient and leave inherited
 * dashes unscaled; `mergePaths` smooths edges that touch in another way. `removeUnknownsAndDefaults` only drops defaults, as it does not know all of SVG 2.
 */
function defaultsFor(precision: number): ReadonlyMap<PluginName, Params> {
  const decimals = { floatPrecision: precision };
  // A factor is multiplied with coordinates in the hundreds.
  const transforms = { floatPrecision: precision, transformPrecision: precision + 3 };
  return new Map<PluginName, Params>([
    ["removeDoctype", {}],
    ["removeXMLProcInst", {}],
    ["removeComments", { preservePatterns: false }],
    ["removeMetadata", {}],
    ["removeEditorsNSData", {}],
    ["cleanupAttrs", {}],
    ["cleanupIds", { minify: false }],
    ["removeUselessDefs", {}],
    ["cleanupNumericValues", decimals],
    ["convertColors", {}],
    ["removeUnknownsAndDefaults", { unknownContent: false, unknownAttrs: false }],
    ["removeUselessStrokeAndFill", {}],
    ["removeHiddenElems", {}],
    ["removeEmptyText", {}],
    ["convertShapeToPath", decimals],
    ["convertEllipseToCircle", {}],
    ["collapseGroups", {}],
    ["convertPathData", { ...transforms, applyTransforms: false, ...CURVES }],
    ["convertTransform", transforms],
    ["removeEmptyAttrs", {}],
    ["removeUnusedNS", {}],
  ]);
}

/** Path data of some thousand points, which these plugins write in a time that grows with their square. */
const LONG_DATA = /\s(?:d|points)="[^"]{50000}/;
const WRITERS: readonly PluginName[] = ["convertPathData", "convertShapeToPath", "applyTransforms", "mergePaths", "reusePaths"];

/** What the picture cannot stand, whatever the options. */
function unfitFor(svg: string): ReadonlySet<PluginName> {
  // A group around a layer that blends keeps it from blending with what is below: no group is needless then.
  const blends: PluginName[] = svg.includes("mix-blend-mode") ? ["collapseGroups"] : [];
  return new Set([...blends, ...(LONG_DATA.test(svg) ? WRITERS : [])]);
}

/** SVGO's plugins for a picture and the options, in the order they run. */
export function pluginsFor(svg: string, { precision = 3, plugins = {}, dimensions = true, prefixIds }: SvgoOptions): PluginConfig[] {
  const defaults = defaultsFor(precision);
  const unfit = unfitFor(svg);
  const list: PluginConfig[] = [{ name: "removeScripts" }];
  for (const name of PLUGIN_NAMES) {
    if (name === "collapseGroups") list.push(removeEmptyGroups, multiplyOpacities);
    const told = plugins[name];
    const usual = defaults.get(name);
    if (unfit.has(name) || told === false || (told === undefined && usual === undefined)) continue;
    list.push({ name, params: { ...usual, ...(typeof told === "object" && told) } } as PluginConfig);
  }
  if (!dimensions) list.push({ name: "removeDimensions" });
  if (plugins["cleanupIds"] === undefined) list.push(shortIds(prefixIds ?? ""));
  else if (prefixIds !== undefined) list.push(addPrefix(prefixIds));
  return list;
}

const removeEmptyGroups: CustomPlugin = {
  name: "removeEmptyGroups",
  fn: () => ({
    element: {
      exit(node, parent) {
        if (node.name !== "g" || node.children.length > 0 || "filter" in node.attributes || "id" in node.attributes) return;
        parent.children = parent.children.filter((child) => child !== node);
      },
    },
  }),
};

const PAINTED = new Set(["g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "image", "use", "text"]);

/** SVGO takes a group's opacity and the same opacity of its only child for one; so each goes down to the innermost, from the outside in. */
const multiplyOpacities: CustomPlugin = {
  name: "multiplyOpacities",
  fn: () => ({
    element: {
      enter(node) {
        const [child] = node.children;
        if (node.name !== "g" || node.children.length !== 1 || child?.type !== "element" || !PAINTED.has(child.name)) return;
        const { opacity, style } = node.attributes;
        // What blends would blend with what is below the group, too.
        if (opacity === undefined || style !== undefined || child.attributes["style"] !== undefined) return;
        child.attributes["opacity"] = String(Number((Number(opacity) * Number(child.attributes["opacity"] ?? 1)).toFixed(4)));
        delete node.attributes["opacity"];
      },
    },
  }),
};
