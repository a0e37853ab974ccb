import * as z from "zod";
import { nearest } from "../yaml.ts";

/** SVGO's own plugins in the order they run, as far as a recipe may speak of them. */
export const PLUGIN_NAMES = [
  ...["removeDoctype", "removeXMLProcInst", "removeComments", "removeDeprecatedAttrs", "removeMetadata", "removeEditorsNSData"],
  ...["removeTitle", "removeDesc", "removeStyleElement", "removeRasterImages", "removeAttrs", "removeElementsByAttr"],
  ...["removeAttributesBySelector", "addClassesToSVGElement", "cleanupAttrs", "mergeStyles", "inlineStyles", "minifyStyles"],
  ...["convertStyleToAttrs", "cleanupIds", "removeUselessDefs", "cleanupNumericValues", "cleanupListOfValues", "convertColors"],
  ...["removeUnknownsAndDefaults", "removeNonInheritableGroupAttrs", "removeUselessStrokeAndFill", "cleanupEnableBackground"],
  ...["removeHiddenElems", "removeEmptyText", "convertShapeToPath", "convertEllipseToCircle", "convertOneStopGradients"],
  ...["moveElemsAttrsToGroup", "moveGroupAttrsToElems", "collapseGroups", "applyTransforms", "convertPathData", "convertTransform"],
  ...["removeEmptyAttrs", "removeEmptyContainers", "mergePaths", "removeOffCanvasPaths", "reusePaths", "removeXlink"],
  ...["removeUnusedNS", "sortAttrs", "sortDefsChildren"],
] as const;

export type PluginName = (typeof PLUGIN_NAMES)[number];

/** Plugins that nobody may switch, and why. */
export const REFUSED_PLUGINS: ReadonlyMap<string, readonly [reason: string, hint: string]> = new Map([
  [
    "removeViewBox",
    ["is refused: without its view box a picture cannot be scaled", "Leave it out; dimensions: false drops width and height."],
  ],
  ["removeXMLNS", ["is refused: without its namespace the file is no SVG", "Leave it out; build-icons makes markup for inlining."]],
  ["removeScripts", ["is refused: it always runs, so that no picture can hold code", "Leave it out."]],
  ["addAttributesToSVGElement", ["is refused: it can add attributes that run code", "Use addClassesToSVGElement to add a class."]],
  ["removeDimensions", ["is refused: it has an option of its own", "Write dimensions: false instead."]],
  ["prefixIds", ["is refused: it has an option of its own, which keeps ids apart", "Write prefix-ids: followed by the prefix."]],
  ["preset-default", ["is refused: Penops brings its own set of plugins", "Name the plugins one by one."]],
]);

const KNOWN: ReadonlySet<string> = new Set(PLUGIN_NAMES);

const Plugins = z.record(z.string(), z.union([z.boolean(), z.record(z.string(), z.unknown())])).check(({ value, issues }) => {
  for (const name of Object.keys(value)) {
    const problem = problemOf(name);
    if (problem)
      issues.push({ code: "custom", path: [name], input: value[name], message: problem.message, params: { hint: problem.hint } });
  }
});

/** What may be told to SVGO: decimals of coordinates, plugins by their SVGO names (on, off or with parameters), and the form of the file. */
export const SvgoOptions = z.strictObject({
  precision: z.int().min(0).max(8).optional().describe("Decimals of coordinates, from 0 to 8; 3 when left out."),
  plugins: Plugins.optional().describe("SVGO's plugins by name: true, false or their parameters. { mergePaths: true }"),
  /** `false` drops width and height from the root, so that the page decides. */
  dimensions: z.boolean().optional().describe("false drops width and height, so that the page decides; true when left out."),
  /** Stands before every id, so that several pictures can be put into one page. */
  prefixIds: z
    .string()
    .regex(/^[A-Za-z_][\w-]*$/, "must start with a letter or _ and have only letters, digits, - and _ after it")
    .optional()
    .describe(
      "What stands before every id, so that several pictures can be put into one page. With colors other than keep it is the file's name unless told.",
    ),
  /** One element a line, indented. */
  pretty: z.boolean().optional().describe("One element a line, indented; false when left out."),
});
export type SvgoOptions = z.infer<typeof SvgoOptions>;

function problemOf(name: string): { message: string; hint: string } | undefined {
  const refused = REFUSED_PLUGINS.get(name);
  if (refused) return { message: refused[0], hint: refused[1] };
  if (KNOWN.has(name)) return undefined;
  const meant = nearest(name, PLUGIN_NAMES);
  return { message: "is no plugin of SVGO", hint: meant ? `Did you mean "${meant}"?` : `Known are: ${[...KNOWN].sort().join(", ")}.` };
}
