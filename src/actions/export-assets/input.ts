import * as z from "zod";
import { PRESET_TYPES, SvgoOptions } from "../../assets/index.ts";
import { compileRegex } from "../../linear-regex.ts";
import { ArtifactPath, hasExpression, Patterns, PruneFolder } from "../inputs.ts";

/** What a picture can be written as. */
export const FORMATS = ["svg", "png", "webp", "avif", "jpeg", "pdf"] as const;
export type Format = (typeof FORMATS)[number];

/** What stands behind the dot of a file's name, as Penpot writes it. */
export const EXTENSIONS: Readonly<Record<Format, string>> = {
  svg: "svg",
  png: "png",
  webp: "webp",
  avif: "avif",
  jpeg: "jpg",
  pdf: "pdf",
};

const Id = z.string().min(1);
const Ids = z.union([Id, z.array(Id).min(1)], { error: "must be an id or a list of ids" });
const Value = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const Values = z.union([Value, z.array(Value).min(1)], { error: "must be a value, a glob, or a list of them" });

const FORMAT_ERROR = "must be svg, png, webp, avif, jpeg or pdf, or a list of them";
const Format = z.enum(FORMATS, { error: FORMAT_ERROR });
const SCALE_ERROR = "must be a number from 0.1 to 16, or a list of such numbers";
const Scale = z.number().min(0.1).max(16);

const PresetType = z.enum(PRESET_TYPES);
const Preset = z.union([
  z.literal(true),
  z.strictObject({
    type: z
      .union([PresetType, z.array(PresetType).min(1)], { error: "must be png, jpeg, webp, svg or pdf, or a list of them" })
      .optional()
      .describe("Only presets of such a type."),
    suffix: z
      .union([z.string(), z.array(z.string()).min(1)], { error: "must be a suffix, a glob, or a list of them" })
      .optional()
      .describe("Only presets with such a suffix."),
  }),
]);

const Select = z
  .strictObject({
    components: Patterns.optional().describe(
      "Which components, as globs over group and name: icons/**. All when nothing else is selected.",
    ),
    boards: Patterns.optional().describe(
      "Which boards instead, as globs over page, layers around and name: Screens/* are those that stand on the page itself.",
    ),
    shapes: Patterns.optional().describe(
      "Which layers of any kind instead, as globs over page, layers around and name: Illustrations/**/hero.",
    ),
    preset: Preset.optional().describe(
      "Only what designers marked for export: true, or { type, suffix } for certain presets. Without components, boards or shapes: every such layer.",
    ),
    variant: z
      .record(z.string(), Values)
      .optional()
      .describe('Only components with these variant properties: { Size: [sm, md], State: "*" }.'),
    id: Ids.optional().describe("Only these ids, of components or layers."),
    page: Patterns.optional().describe("Only what stands on such a page; a name or glob, or a list."),
    exclude: Patterns.optional().describe("What to leave out, as globs like those of what is selected."),
  })
  .superRefine(({ components, boards, shapes, variant }, context) => {
    const subjects = Object.entries({ components, boards, shapes }).filter(([, patterns]) => patterns !== undefined);
    const issue = (message: string) => context.addIssue({ code: "custom", message });
    if (subjects.length > 1) issue(`has ${subjects.map(([name]) => name).join(" and ")}, and only one of them can be selected in a step`);
    else if (variant !== undefined && (boards ?? shapes) !== undefined)
      issue(`has variant, which only components have, beside ${subjects[0]?.[0]}`);
  })
  .prefault({});

const NameRule = z
  .union([
    z.string().min(1),
    z.strictObject({
      pattern: z.string().min(1).describe("The regular expression; it may fit anywhere in the name unless it has ^ and $."),
      on: z
        .enum(["name", "full-name"], { error: "must be name or full-name" })
        .default("full-name")
        .describe("What must fit: the name alone, or group and name (of a layer: the layers around it and its name)."),
      level: z
        .enum(["error", "warning"], { error: "must be error or warning" })
        .default("error")
        .describe("error: nothing is written; warning: it is only noted."),
    }),
  ])
  .transform((rule) => (typeof rule === "string" ? { pattern: rule, on: "full-name" as const, level: "error" as const } : rule))
  .superRefine(({ pattern }, context) => {
    try {
      compileRegex(pattern);
    } catch (error) {
      context.addIssue({
        code: "custom",
        message: `has the regular expression ${JSON.stringify(pattern)}, which ${(error as Error).message}`,
      });
    }
  });
export type NameRule = z.output<typeof NameRule>;

const PREFIX = /^[A-Za-z_][\w-]*$/;
const Colors = z.union(
  [
    z.enum(["keep", "current-color", "css-variables"]),
    z.strictObject({
      "css-variables": z
        .strictObject({
          prefix: z
            .string()
            .regex(PREFIX, { error: "must be letters, digits, - and _, starting with a letter" })
            .optional()
            .describe("What stands before the token's name: brand gives --brand-color-primary."),
        })
        .describe("For options of css-variables."),
    }),
  ],
  { error: "must be keep, current-color, css-variables or { css-variables: { prefix: … } }" },
);

const COLOR = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i;

/** The `with` of export-assets. */
export const Input = z
  .strictObject({
    select: Select.describe(
      "What is drawn; all components when left out. What is deleted or hidden never is. Names in whose path a part starts with _ or . are left out unless the pattern names such a part.",
    ),
    format: z
      .union([Format, z.array(Format).min(1)], { error: FORMAT_ERROR })
      .optional()
      .describe("svg, png, webp, avif, jpeg, pdf, or a list. svg when left out; with select.preset what the presets say."),
    scale: z
      .union([Scale, z.array(Scale).min(1)], { error: SCALE_ERROR })
      .optional()
      .describe(
        "Pixels for each unit of the design, from 0.1 to 16, or a list; 1 when left out. svg and pdf have none: one file whatever the scales.",
      ),
    path: ArtifactPath.refine(hasExpression, { error: "must name each component, for example with ${{ kebab(component.name) }}" }).describe(
      "Where each picture goes, from the repository's root; filled once per file. format is the file name extension. A preset's suffix stands before the extension unless the path says where with suffix.",
    ),
    "validate-name": NameRule.optional().describe(
      "A regular expression (RE2) that names must fit, or { pattern, on: name or full-name, level: error or warning }. When one does not, all are named and nothing is written; warning only notes them.",
    ),
    colors: Colors.default("keep").describe(
      "keep; current-color: pictures of one colour take that of the text around them; css-variables or { css-variables: { prefix } }: colours bound to a token become var(--…). For svg.",
    ),
    svgo: z
      .union([z.boolean(), SvgoOptions])
      .default(true)
      .describe("Whether SVGO makes the markup small: true, false or its options. For svg."),
    text: z
      .enum(["outlines", "text"], { error: "must be outlines or text" })
      .default("outlines")
      .describe(
        "outlines: glyphs become paths, which look the same everywhere; text: text stays text, and needs the font where it is shown. For svg.",
      ),
    images: z
      .union([z.literal("embed"), z.strictObject({ folder: ArtifactPath.describe("A folder, from the repository's root.") })], {
        error: "must be embed or { folder: … }",
      })
      .default("embed")
      .describe(
        "embed: pictures inside a picture are part of its file; { folder }: they are written there, one file each, and referred to. For svg.",
      ),
    bounds: z
      .enum(["penpot", "content"], { error: "must be penpot or content" })
      .default("penpot")
      .describe("penpot: as large as Penpot exports it; content: what is painted, no more and no less."),
    quality: z.int().min(1).max(100).optional().describe("From 1 to 100, for webp, avif and jpeg."),
    background: z
      .string()
      .regex(COLOR, { error: "must be a colour like #ffffff or #ffffff80" })
      .optional()
      .describe("A colour behind png, webp, avif and jpeg; none when left out, white for jpeg."),
    unfaithful: z
      .enum(["skip", "write"], { error: "must be skip or write" })
      .default("skip")
      .describe(
        "What happens to pictures that cannot be drawn as Penpot would: skip leaves the old file and says so; write writes them and says so.",
      ),
    "keep-if-equal": z
      .union([
        z.boolean(),
        z.strictObject({ tolerance: z.number().min(0).max(1).describe("The share of pixels, from 0 to 1; 0.001 unless told.") }),
      ])
      .default(true)
      .describe(
        "Whether a picture that looks like the one on the base keeps the old bytes: true, false or { tolerance }, the share of pixels (0 to 1) that may differ.",
      ),
    prune: PruneFolder,
  })
  .superRefine(({ select, format, scale, path }, context) => {
    if (select.preset !== undefined && format === undefined) {
      if (scale !== undefined)
        context.addIssue({
          code: "custom",
          path: ["scale"],
          message: "needs a format beside it; without one the presets say their own scales",
        });
      return;
    }
    const formats = [format ?? "svg"].flat();
    const ending = /\.([A-Za-z0-9]+)$/.exec(path)?.[1]?.toLowerCase();
    const meant = FORMATS.find((name) => name === ending || EXTENSIONS[name] === ending);
    // Where the path is a template, a mistake in it is looked at in the run only; the format's place is looked at when the recipe is loaded.
    if (meant !== undefined && formats.every((name) => name !== meant))
      context.addIssue({ code: "custom", path: ["format"], message: `is ${formats.join(", ")}, but the path ends in .${ending}` });
  });
export type Options = z.output<typeof Input>;
