import type PDFDocument from "pdfkit";
import { resolveVariables } from "./css-values.ts";
import { isDrawable } from "./pdf/drawable.ts";
import { createPdfImage, type PdfImage } from "./pdf/image.ts";
import { toPlainSvg } from "./pdf/plain.ts";
import { MAX_PIXELS, rasterise } from "./raster.ts";
import { readSvgRoot, type SvgRoot, withRootAttributes } from "./svg-root.ts";

/** A PDF of one page; `raster` says that its picture is pixels because PDF, or what draws it, has no means for something in it. */
export interface Pdf {
  bytes: Uint8Array;
  raster: boolean;
}

type Document = InstanceType<typeof PDFDocument>;

/** Pixels for each point where the picture cannot be drawn as lines. */
const RASTER_SCALE = 4;

/** An SVG as a PDF of one page, one point for each pixel of the SVG; the same bytes every time. Throws SVG_INVALID and PICTURE_HAS_TEXT. */
export async function toPdf(svg: string): Promise<Pdf> {
  const root = readSvgRoot(svg);
  // svg-to-pdfkit knows no colour but what an element says.
  const plain = resolveVariables(withRootAttributes(svg, root, { color: root.attributes.get("color") ?? "#000" }));
  const vector = isDrawable(plain) ? await drawVector(plain, root) : undefined;
  if (vector) return { bytes: vector, raster: false };
  return { bytes: await drawRaster(svg, root), raster: true };
}

/** Undefined when something cannot be drawn after all. */
async function drawVector(svg: string, root: SvgRoot): Promise<Uint8Array | undefined> {
  const { default: toPdfPage } = await import("svg-to-pdfkit");
  const images = await readImages(svg);
  const document = await createDocument(root);
  Object.assign(document, { openImage: (source: string) => images.get(source) });
  let isComplete = true;
  const warningCallback = () => {
    isComplete = false;
  };
  try {
    toPdfPage(document, toPlainSvg(svg), 0, 0, { width: root.width, height: root.height, assumePt: true, warningCallback });
  } catch {
    isComplete = false;
  }
  return isComplete ? finish(document) : undefined;
}

async function drawRaster(svg: string, root: SvgRoot): Promise<Uint8Array> {
  const scale = Math.min(RASTER_SCALE, Math.sqrt(MAX_PIXELS / 2 / (root.width * root.height)));
  const image = await readPixels("I1", await rasterise(svg, { format: "png", scale }));
  const document = await createDocument(root);
  document.image(image as unknown as string, 0, 0, { width: root.width, height: root.height });
  return finish(document);
}

async function createDocument({ width, height }: SvgRoot): Promise<Document> {
  const { default: Pdf } = await import("pdfkit");
  const options = {
    size: [width, height],
    margin: 0,
    font: "",
    // The first that knows transparency.
    pdfVersion: "1.4" as const,
    // Deflated by the machine's zlib, whose bytes are not the same everywhere.
    compress: false,
    info: { CreationDate: new Date(0), Producer: "Penops", Creator: "Penops" },
  };
  const document = new Pdf(options as PDFKit.PDFDocumentOptions);
  // The file's id was made of it; a date says nothing here, neither does metadata about it.
  delete document.info.CreationDate;
  return Object.assign(document, { endMetadata: () => {} });
}

async function finish(document: Document): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  document.on("data", (chunk: Uint8Array) => chunks.push(chunk));
  const ended = new Promise((resolve, reject) => document.once("end", resolve).once("error", reject));
  document.end();
  await ended;
  return Buffer.concat(chunks);
}

async function readImages(svg: string): Promise<Map<string, PdfImage>> {
  const images = new Map<string, PdfImage>();
  for (const [, source = ""] of svg.matchAll(/<image\b[^<>]*\shref="([^"]*)"/g)) {
    if (images.has(source)) continue;
    images.set(source, await readPixels(`I${images.size + 1}`, Buffer.from(source.slice(source.indexOf(",") + 1), "base64")));
  }
  return images;
}

async function readPixels(label: string, bytes: Uint8Array): Promise<PdfImage> {
  const { default: sharp } = await import("sharp");
  const { data, info } = await sharp(bytes).toColourspace("srgb").ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return createPdfImage(label, data, info.width, info.height);
}
