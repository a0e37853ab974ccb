import type { Design, LibraryColor, Shape } from "../design.ts";
import { toList } from "../glob.ts";
import { isPrivate } from "./components.ts";
import { type Layer, layersOf, nameOf } from "./layers.ts";
import { createMatcher, type Patterns, tidyPattern } from "./patterns.ts";

/** Which uses of images count. `shapes` are globs over `page/layers around/name`, `colors` over group and name; with one of them the other is left out. */
export interface ImageSelection {
  shapes?: Patterns | undefined;
  colors?: Patterns | undefined;
  exclude?: Patterns | undefined;
  /** Names or globs of pages; of layers only. */
  page?: Patterns | undefined;
}

/** An image that the design shows somewhere. */
export interface UsedImage {
  /** The file media object's id (file-model.md §5). */
  id: string;
  /** Of the library colour, or of the first layer that shows it. */
  name: string;
  owner: { kind: "color" | "layer"; path: string; around: string };
  /** As the design says, in pixels; 0 when it does not. */
  width: number;
  height: number;
  /** The MIME type that the design names, if any. */
  type?: string;
}

type Unknown = Record<string, unknown>;

/**
 * The images of fills, strokes, texts, legacy image shapes and library colours, each once: named by the colour, else by the first
 * layer in the order of pages and layers. Hidden layers show nothing; names with a part that starts with `_` or `.` are left out unless
 * a fitting pattern names such a part.
 */
export function selectImages(design: Design, selection: ImageSelection = {}): UsedImage[] {
  const { shapes, colors, page, exclude = [] } = selection;
  const hasColors = colors !== undefined || (shapes === undefined && page === undefined);
  const hasShapes = shapes !== undefined || page !== undefined || colors === undefined;
  const isExcluded = createMatcher(exclude);
  const found = [
    ...(hasColors ? colorImages(design.colors, createFilter(colors ?? "**", isExcluded)) : []),
    ...(hasShapes ? layerImages(design, createFilter(shapes ?? "**", isExcluded), page) : []),
  ];
  const byId = new Map<string, UsedImage>();
  for (const image of found) if (!byId.has(image.id)) byId.set(image.id, image);
  return [...byId.values()];
}

type Filter = (path: string) => boolean;

function createFilter(patterns: Patterns, isExcluded: Filter): Filter {
  const fits = createMatcher(patterns);
  const explicit = createMatcher(toList(patterns).filter((pattern) => isPrivate(tidyPattern(pattern))));
  return (path) => (isPrivate(path) ? explicit(path) : fits(path)) && !isExcluded(path);
}

function colorImages(colors: readonly LibraryColor[], isChosen: Filter): UsedImage[] {
  return colors.flatMap(({ name, path, image }) => {
    const owner = toOwner("color", path, name);
    return isChosen(owner.path) ? toImages([image], name, owner) : [];
  });
}

function layerImages(design: Design, isChosen: Filter, pages: Patterns | undefined): UsedImage[] {
  const isOnPage = pages === undefined ? () => true : createMatcher(pages);
  return design.pages
    .filter(({ name }) => isOnPage(tidyPattern(name)))
    .flatMap((page) =>
      [...layersOf(page)].flatMap(({ shape, around }: Layer) => {
        const images = imagesOf(shape);
        if (images.length === 0) return [];
        const owner = toOwner("layer", [page.name, ...around], nameOf(shape));
        return isChosen(owner.path) ? toImages(images, nameOf(shape), owner) : [];
      }),
    );
}

function toOwner(kind: UsedImage["owner"]["kind"], around: readonly string[], name: string): UsedImage["owner"] {
  return { kind, path: tidyPattern([...around, name].join("/")), around: tidyPattern(around.join("/")) };
}

function toImages(images: readonly unknown[], name: string, owner: UsedImage["owner"]): UsedImage[] {
  return images.filter(isRecord).flatMap(({ id, width, height, mtype }) => {
    if (typeof id !== "string" || id === "") return [];
    return [{ id, name, owner, width: toSize(width), height: toSize(height), ...(typeof mtype === "string" && { type: mtype }) }];
  });
}

/** What a shape is painted with (file-model.md §2.3, §2.4, §2.6), as the file has it. */
function imagesOf(shape: Shape): unknown[] {
  const texts = shape.type === "text" ? [...nodesOf(shape["content"]), ...toRecords(shape["positionData"])] : [];
  const fills = [shape, ...texts].flatMap(({ fills: list }) => toRecords(list)).map(({ fillImage }) => fillImage);
  const strokes = toRecords(shape["strokes"]).map(({ strokeImage }) => strokeImage);
  return [...fills, ...strokes, ...(shape.type === "image" ? [shape["metadata"]] : [])];
}

/** All nodes of a text's content; any tree will do. */
function nodesOf(content: unknown): Unknown[] {
  const nodes: Unknown[] = [];
  const waiting = isRecord(content) ? [content] : [];
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    nodes.push(node);
    waiting.push(...toRecords(node["children"]).reverse());
  }
  return nodes;
}

function toSize(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) && value > 0 ? Math.round(value) : 0;
}

function toRecords(value: unknown): Unknown[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
