import type { Component, Design, Page, Shape } from "../../../src/design.ts";
import { createDesign } from "../../support/create-design.ts";

const ROOT = "00000000-0000-0000-0000-000000000000";

/** A component of that name whose main instance is the board `root` unless told. */
export function makeComponent(name: string, extra: Partial<Component> = {}): Component {
  return { id: name, name, path: [], pageId: "p", rootId: "root", deleted: false, ...extra };
}

/** A layer of 8 by 8 with a black fill; its name is its id unless told. */
export function makeLayer(id: string, type = "rect", extra: Record<string, unknown> = {}): Shape {
  const selrect = { x: 0, y: 0, width: 8, height: 8, x1: 0, y1: 0, x2: 8, y2: 8 };
  return { id, name: id, type, ...selrect, selrect, fills: [{ fillColor: "#000000", fillOpacity: 1 }], ...extra };
}

/** A page with these layers; those that no other holds stand on the page itself. */
export function makePage(name: string, layers: readonly Shape[], id = "p"): Page {
  const parents = new Map(layers.flatMap(({ id: parent, shapes }) => (shapes ?? []).map((child) => [child, parent] as const)));
  const root: Shape = {
    id: ROOT,
    name: "Root Frame",
    type: "frame",
    parentId: ROOT,
    shapes: layers.filter((layer) => !parents.has(layer.id)).map((layer) => layer.id),
  };
  const placed = layers.map((layer) => ({ ...layer, parentId: parents.get(layer.id) ?? ROOT }));
  return { id, name, objects: Object.fromEntries([root, ...placed].map((shape) => [shape.id, shape])) };
}

/** A design of components that all have one main instance, a board of 9 by 9 with these layers. */
export function makeDesign(components: readonly Component[], layers: readonly Shape[] = []): Design {
  const board = makeLayer("root", "frame", { selrect: { x: 0, y: 0, width: 9, height: 9 }, shapes: layers.map(({ id }) => id) });
  return createDesign({ pages: [makePage("Page", [board, ...layers])], components });
}
