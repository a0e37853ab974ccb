import * as z from "zod";
import type { Artifact } from "../../artifact.ts";
import { toPdf } from "../pdf.ts";
import { isSingleColor } from "./colors.ts";
import { type Drawing, mapAttributes, mapValues } from "./element.ts";
import type { Icon } from "./icon.ts";
import { defineOutput, type OutputJob, textFile } from "./output.ts";
import { toSvg, toSvgLines } from "./svg.ts";

// Apple: Asset Catalog Format Reference, "Contents.json" and "Image Set Type".
const INFO = { author: "penops", version: 1 };

/** An asset catalogue of Xcode with one image set for each icon. */
export const ios = defineOutput({
  key: "ios",
  description: "An asset catalogue for Xcode; its folder ends in .xcassets. Icons of one colour are templates, which take the tint colour.",
  target: "folder",
  ending: ".xcassets",
  prunes: true,
  form: "kebab",
  options: z.strictObject({
    format: z
      .enum(["svg", "pdf"], { error: "must be svg or pdf" })
      .default("svg")
      .describe("svg needs iOS 13; pdf is read by all versions."),
    template: z
      .enum(["auto", "always", "never"], { error: "must be auto, always or never" })
      .default("auto")
      .describe("Which icons are templates; auto: those of one colour."),
  }),
  async build(icons, { format, template }, job) {
    const artifacts: Artifact[] = [textFile(job, "Contents.json", toJson({ info: INFO }))];
    const notes: { icon: Icon; what: string }[] = [];
    for (const icon of icons) {
      job.signal.throwIfAborted();
      const [folder, from] = [`${icon.names.kebab}.imageset`, icon.from ?? job.from];
      const isTemplate = template === "auto" ? isSingleColor(icon) : template === "always";
      artifacts.push(textFile(job, `${folder}/Contents.json`, toJson(toImageSet(`${icon.names.kebab}.${format}`, isTemplate)), from));
      const picture = await toPicture(icon, format, job);
      if (picture.raster) notes.push({ icon, what: "is pixels in its PDF, which has no means for something in it" });
      artifacts.push({ path: `${job.target}/${folder}/${icon.names.kebab}.${format}`, content: picture.content, from });
    }
    return { artifacts, notes };
  },
});

function toImageSet(filename: string, isTemplate: boolean): unknown {
  return {
    images: [{ filename, idiom: "universal" }],
    info: INFO,
    properties: { "preserves-vector-representation": true, "template-rendering-intent": isTemplate ? "template" : "original" },
  };
}

async function toPicture(icon: Icon, format: "svg" | "pdf", { madeBy }: OutputJob): Promise<{ content: Uint8Array; raster: boolean }> {
  const drawing = withoutCurrentColor(icon);
  if (format === "svg") return { content: Buffer.from(`${toSvgLines(drawing, madeBy).join("\n")}\n`), raster: false };
  const { bytes, raster } = await toPdf(toSvg(drawing));
  return { content: bytes, raster };
}

// There is no text around whose colour could be meant.
function withoutCurrentColor<Given extends Drawing>(drawing: Given): Given {
  const replace = (_: string, value: string) => value.replace(/\bcurrentcolor\b/gi, "#000000");
  return { ...drawing, attributes: mapValues(drawing.attributes, replace), children: mapAttributes(drawing.children, replace) };
}

function toJson(value: unknown): string[] {
  return [JSON.stringify(value, null, 2)];
}
