import { zlibSync } from "fflate";

/** Pixels that pdfkit can put on a page: what it makes of an image file by itself depends on the machine's zlib. */
export interface PdfImage {
  width: number;
  height: number;
  label: string;
  obj: unknown;
  embed(document: PDFKit.PDFDocument): void;
}

/** Makes an image of RGBA pixels; `label` names it on its page. */
export function createPdfImage(label: string, pixels: Uint8Array, width: number, height: number): PdfImage {
  const image: PdfImage = {
    width,
    height,
    label,
    obj: undefined,
    embed(document) {
      const { colors, alphas, isOpaque } = split(pixels);
      const shape = { Type: "XObject", Subtype: "Image", Width: width, Height: height, BitsPerComponent: 8, Filter: "FlateDecode" };
      const mask = isOpaque ? undefined : document.ref({ ...shape, ColorSpace: "DeviceGray" });
      mask?.end(Buffer.from(zlibSync(alphas)));
      const object = document.ref({ ...shape, ColorSpace: "DeviceRGB", ...(mask && { SMask: mask }) });
      object.end(Buffer.from(zlibSync(colors)));
      image.obj = object;
    },
  };
  return image;
}

function split(pixels: Uint8Array): { colors: Uint8Array; alphas: Uint8Array; isOpaque: boolean } {
  const count = pixels.length / 4;
  const colors = new Uint8Array(count * 3);
  const alphas = new Uint8Array(count);
  let isOpaque = true;
  for (let index = 0; index < count; index += 1) {
    const at = index * 4;
    colors[index * 3] = pixels[at] ?? 0;
    colors[index * 3 + 1] = pixels[at + 1] ?? 0;
    colors[index * 3 + 2] = pixels[at + 2] ?? 0;
    alphas[index] = pixels[at + 3] ?? 0;
    if (pixels[at + 3] !== 255) isOpaque = false;
  }
  return { colors, alphas, isOpaque };
}
