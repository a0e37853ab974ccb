/** A font face as a text of the design names it (file-model.md §4.3); `family` without quotes, `weight` and `style` as in CSS. */
export interface FontRef {
  fontId: string;
  variantId: string;
  family: string;
  weight: string;
  style: string;
}

/** A font file that somebody uploaded to the team (file-model.md §4.4). `files` are storage ids by format; missing formats are absent. */
export interface FontVariant {
  id: string;
  /** Without the `custom-` that texts put before it. */
  fontId: string;
  family: string;
  weight: number;
  style: "normal" | "italic";
  variantName?: string;
  files: { readonly ttf?: string; readonly otf?: string; readonly woff?: string; readonly woff2?: string };
}

/** Bytes that belong to a design and are not in it. What Penpot has not (404) is undefined; passing trouble is thrown. */
export interface Media {
  /** A picture by the id that fills, strokes and library colours name. */
  image(id: string): Promise<Uint8Array | undefined>;
  /** The font file (TTF, OTF or WOFF) of a face. */
  font(font: FontRef): Promise<Uint8Array | undefined>;
  /** What the team uploaded. */
  fontVariants(): Promise<readonly FontVariant[]>;
  /** One file of an uploaded variant by its storage id. */
  fontFile(storageId: string): Promise<Uint8Array | undefined>;
  /** The file as a `.penpot` archive. */
  archive(): Promise<Uint8Array>;
}
