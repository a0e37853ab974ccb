import { describe, expect, it } from "vitest";
import { exportFonts } from "../../../src/actions/export-fonts.ts";
import type { Design, LibraryTypography } from "../../../src/design.ts";
import type { FontVariant, Media } from "../../../src/media.ts";
import { createDesign } from "../../support/create-design.ts";
import { createFakeMedia } from "../../support/fake-penpot.ts";
import { runAction, textsOf } from "./run-action.ts";

const path = "fonts/${{ kebab(font.family) }}-${{ font.weight }}-${{ font.style }}.${{ font.extension }}";
const BYTES = { ttf: "\0\x01\0\0ttf", otf: "OTTOotf", woff: "wOFFwoff", woff2: "wOF2woff2" };
const ROOT = "00000000-0000-0000-0000-000000000000";

const variant = (family: string, weight: number, style: "normal" | "italic", formats: string[]): FontVariant => ({
  id: `${family}-${weight}-${style}`,
  fontId: `id-${family}`,
  family,
  weight,
  style,
  files: Object.fromEntries(formats.map((format) => [format, `${family}.${format}`])),
});

const VARIANTS = [
  variant("Brand", 400, "normal", ["ttf", "otf", "woff"]),
  variant("Brand", 700, "italic", ["ttf", "woff", "woff2"]),
  variant("Other", 400, "normal", ["ttf"]),
];

function typography(fontId: string, variantId: string, family: string, weight: string, style = "normal"): LibraryTypography {
  const rest = { fontSize: "14", lineHeight: "1.2", letterSpacing: "0", textTransform: "none" };
  return {
    id: `${fontId} ${variantId}`,
    name: "t",
    path: [],
    fontId,
    fontFamily: family,
    fontVariantId: variantId,
    fontWeight: weight,
    fontStyle: style,
    ...rest,
  };
}

const BRAND = typography("custom-id-Brand", "normal-400", "Brand", "400");
const ITALIC = typography("custom-id-Brand", "italic-700", "Brand", "700", "italic");
const INTER = typography("gfont-inter", "regular", "Inter", "400");

const design = (...typographies: LibraryTypography[]): Design => createDesign({ typographies });

function createMedia(parts: Partial<Media> = {}): Media {
  const fontFile = async (id: string) => Buffer.from(BYTES[id.split(".")[1] as keyof typeof BYTES] ?? "", "latin1");
  return createFakeMedia({ fontVariants: async () => VARIANTS, fontFile, ...parts });
}

const run = (of: Design, input: object = {}, media = createMedia()) => runAction(exportFonts, of, { path, ...input }, { media });
const pathsOf = async (of: Design, input: object = {}) => (await run(of, input)).artifacts?.map(({ path: at }) => at);

describe("export-fonts", () => {
  it("writes the files of the faces that typographies use, in all formats that Penpot has", async () => {
    expect(await pathsOf(design(BRAND))).toEqual([
      "fonts/brand-400-normal.otf",
      "fonts/brand-400-normal.ttf",
      "fonts/brand-400-normal.woff",
    ]);
  });

  it("writes those that texts use", async () => {
    const leaf = {
      text: "a",
      fontId: "custom-id-Other",
      fontVariantId: "normal-400",
      fontFamily: "Other",
      fontWeight: "400",
      fontStyle: "normal",
    };
    const content = { children: [{ children: [{ children: [leaf] }] }] };
    const objects = {
      [ROOT]: { id: ROOT, name: "Root", type: "frame", shapes: ["t"] },
      t: { id: "t", name: "Text", type: "text", content },
    };
    expect(await pathsOf(createDesign({ pages: [{ id: "p", name: "Page", objects }] }))).toEqual(["fonts/other-400-normal.ttf"]);
  });

  it("writes all uploaded fonts when told", async () => {
    expect(await pathsOf(design(), { all: true, formats: "ttf" })).toEqual([
      "fonts/brand-400-normal.ttf",
      "fonts/brand-700-italic.ttf",
      "fonts/other-400-normal.ttf",
    ]);
  });

  it("writes only the formats wanted, and notes a face that has none of them", async () => {
    const result = await run(design(BRAND, ITALIC), { formats: ["woff2"] });
    expect(result.artifacts?.map(({ path: at }) => at)).toEqual(["fonts/brand-700-italic.woff2"]);
    expect(result.notes).toEqual([
      { level: "warning", message: 'Penpot has the font "Brand" 400 normal as woff, ttf, otf only, which is none of the formats wanted.' },
    ]);
  });

  it("does not ask for fonts when no text uses an uploaded one", async () => {
    const fontVariants = async () => Promise.reject(new Error("asked"));
    const { notes } = await run(design(INTER), {}, createMedia({ fontVariants }));
    expect(notes).toEqual([
      { level: "info", message: `Google's and Penpot's own fonts are left out without google: true: "Inter" 400 normal.` },
      { level: "info", message: "There is no font to write." },
    ]);
  });

  it("deletes nothing when it writes no font", async () => {
    const result = await run(design(INTER), { prune: "fonts" });
    expect(result).toMatchObject({ artifacts: [], prune: [], keep: ["fonts"] });
    expect(result.notes?.at(-1)?.message).toBe("No font was written, so nothing was deleted from fonts.");
  });

  it("says that archives carry no fonts", async () => {
    const result = await run({ ...design(BRAND, INTER), channel: "archive" }, { google: true });
    expect(result.artifacts).toEqual([]);
    expect(result.notes).toEqual([
      {
        level: "warning",
        message:
          'A .penpot archive carries no fonts, so none can be written from it; run the recipe with the file in Penpot itself. The design uses "Brand", "Inter".',
      },
    ]);
  });

  it("notes fonts that Penpot has not", async () => {
    const { notes } = await run(
      design(typography("custom-id-Lost", "normal-400", "Lost", "400"), typography(ROOT, "regular", "Nobody", "400")),
    );
    expect(notes?.[0]).toEqual({
      level: "warning",
      message: 'Penpot has not, or does not hand out, the fonts "Lost" 400 normal, "Nobody" 400 normal.',
    });
  });

  it("keeps the files of a font that is not there today, and the style sheet with it", async () => {
    const media = createMedia({ fontFile: async (id) => (id.endsWith("woff") ? undefined : Buffer.from(BYTES.ttf, "latin1")) });
    const result = await run(design(BRAND), { css: "fonts/fonts.css", prune: "fonts", formats: ["ttf", "woff"] }, media);
    expect(result.artifacts?.map(({ path: at }) => at)).toEqual(["fonts/brand-400-normal.ttf"]);
    expect(result.keep).toEqual(["fonts/brand-400-normal.woff", "fonts/fonts.css"]);
    expect(result.prune).toEqual(["fonts"]);
    expect(result.notes?.map(({ message }) => message)).toEqual([
      'A file of the font "Brand" 400 normal was not written: it is not there. Its files stay as they are.',
      "The style sheet fonts/fonts.css stays as it is until all its fonts can be read.",
    ]);
  });

  it("is an error when two files would be one", async () => {
    await expect(run(design(BRAND, ITALIC), { path: "fonts/${{ font.family }}.${{ font.extension }}" })).rejects.toMatchObject({
      code: "PATH_COLLISION",
      hint: expect.stringContaining("font.weight"),
    });
  });
});

describe("fonts that Penpot hands out itself", () => {
  const font: Media["font"] = async ({ family }) => (family === "Inter" ? Buffer.from(BYTES.woff2, "latin1") : undefined);

  it("are written in the one format they come in", async () => {
    const result = await run(design(INTER), { google: true, formats: "ttf" }, createMedia({ font }));
    expect(result.artifacts?.map(({ path: at }) => at)).toEqual(["fonts/inter-400-normal.woff2"]);
    expect(result.notes).toEqual([]);
  });

  it("are kept in whatever format when they cannot be had", async () => {
    const result = await run(design(typography("sourcesanspro", "bold", "sourcesanspro", "700")), { google: true }, createMedia({ font }));
    expect(result.keep).toEqual(["otf", "ttf", "woff", "woff2"].map((format) => `fonts/sourcesanspro-700-normal.${format}`));
  });
});

describe("the style sheet", () => {
  it("has one rule per face, sorted, with relative addresses and the best format first", async () => {
    const texts = textsOf(await run(design(ITALIC, BRAND), { css: "styles/fonts.css", "font-display": "optional" }));
    expect(texts["styles/fonts.css"]).toBe(
      `@font-face {
  font-family: "Brand";
  font-style: normal;
  font-weight: 400;
  font-display: optional;
  src:
    url("../fonts/brand-400-normal.woff") format("woff"),
    url("../fonts/brand-400-normal.ttf") format("truetype"),
    url("../fonts/brand-400-normal.otf") format("opentype");
}

@font-face {
  font-family: "Brand";
  font-style: italic;
  font-weight: 700;
  font-display: optional;
  src:
    url("../fonts/brand-700-italic.woff2") format("woff2"),
    url("../fonts/brand-700-italic.woff") format("woff"),
    url("../fonts/brand-700-italic.ttf") format("truetype");
}
`,
    );
  });

  it("lets no name of a family out of its quotes", async () => {
    const family = 'A"; } body { color: red } \\ </style>\n';
    const evil = { ...variant("x", 400, "normal", ["woff"]), family };
    const media = createMedia({ fontVariants: async () => [evil] });
    const texts = textsOf(await run(design(), { all: true, css: "f.css" }, media));
    const line = texts["f.css"]?.split("\n")[1];
    expect(line).toBe('  font-family: "A\\22 ; } body { color: red } \\5c  \\3c /style\\3e \\a ";');
  });

  it("escapes what an address may not hold", async () => {
    const texts = textsOf(
      await run(design(BRAND), { path: "fonts/${{ font.family }} (1)#.${{ font.extension }}", css: "f.css", formats: "ttf" }),
    );
    expect(texts["f.css"]).toContain('url("fonts/Brand%20(1)%23.ttf")');
  });

  it("is not written when there is no font", async () => {
    expect((await run(design(), { css: "f.css" })).artifacts).toEqual([]);
  });
});

describe("the input", () => {
  it.each([
    [{ path: "fonts/a.woff" }, "must name each file"],
    [{ formats: [] }, "Too small"],
    [{ formats: "eot" }, "must be woff2, woff, ttf or otf"],
    [{ "font-display": "now" }, "must be auto, block, swap, fallback or optional"],
    [{ css: "../a.css" }, "leaves the repository"],
    [{ formt: 1 }, "formt"],
  ])("%j is refused", (input, message) => {
    const result = exportFonts.input.safeParse({ path, ...input });
    expect(result.success).toBe(false);
    expect(result.error?.issues.map((issue) => JSON.stringify(issue)).join()).toContain(message);
  });
});
