import type { Page, Shape } from "../design.ts";
import { normalizeShape } from "./shapes.ts";
import { compareTexts, isPointer, isRecord, type Report, toText } from "./values.ts";

/** The pages of a file's `data`, in the design's order. */
export function toPages(data: Record<string, unknown>, report: Report): Page[] {
  const { pages, pagesIndex } = data;
  if (!isRecord(pagesIndex)) {
    report("The pages could not be read: the file has no index of pages.");
    return [];
  }
  const order = Array.isArray(pages) ? pages.map(String) : Object.keys(pagesIndex).sort(compareTexts);
  return order.flatMap((id) => toPage(id, pagesIndex[id], report) ?? []);
}

function toPage(id: string, value: unknown, report: Report): Page | undefined {
  const refuse = (why: string): undefined => report(`The page ${id} could not be read: ${why}.`) as undefined;
  if (isPointer(value)) return refuse("it is a pointer that was not resolved");
  if (!isRecord(value)) return refuse("it is not in the file");
  if (isPointer(value.objects)) return refuse("its shapes are a pointer that was not resolved");
  if (!isRecord(value.objects) || Object.keys(value.objects).length === 0) return refuse("its shapes are missing");
  const background = toText(value.background);
  return {
    id,
    name: toText(value.name) ?? "",
    ...(background !== undefined && { background }),
    objects: toObjects(id, value.objects, report),
  };
}

/** Sorted by id: Penpot keeps shapes in a hash map, whose order changes from answer to answer. */
function toObjects(pageId: string, objects: Record<string, unknown>, report: Report): Record<string, Shape> {
  const ids = Object.keys(objects).sort(compareTexts);
  return Object.fromEntries(
    ids.flatMap((id) => {
      const shape = normalizeShape(id, objects[id]);
      if (!shape) report(`The shape ${id} on the page ${pageId} could not be read: it is no shape.`);
      return shape ? [[id, shape]] : [];
    }),
  );
}
