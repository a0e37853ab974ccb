import type { Component, Design, Page, Shape } from "../design.ts";

const ROOT_ID = "00000000-0000-0000-0000-000000000000";

/** A layer that is shown, with the names of the layers around it, outermost first. */
export interface Layer {
  page: Page;
  shape: Shape;
  around: readonly string[];
}

/** All layers of a page in the order of its tree; what is hidden, and all in it, is left out. */
export function* layersOf(page: Page): Generator<Layer> {
  const seen = new Set<string>([ROOT_ID]);
  const waiting = childrenOf(page, ROOT_ID).map((id) => ({ id, around: [] as readonly string[] }));
  waiting.reverse();
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { id, around } = next;
    const shape = Object.hasOwn(page.objects, id) ? page.objects[id] : undefined;
    if (!shape || shape.hidden === true || seen.has(id)) continue;
    seen.add(id);
    yield { page, shape, around };
    const inside = [...around, nameOf(shape)];
    for (const child of childrenOf(page, id).reverse()) waiting.push({ id: child, around: inside });
  }
}

/** The components by the page and the shape their main instance is. */
export function componentsByRoot({ components }: Design): (page: Page, shape: Shape) => Component | undefined {
  const byRoot = new Map(
    components.filter(({ deleted }) => !deleted).map((component) => [`${component.pageId} ${component.rootId}`, component]),
  );
  return (page, shape) => byRoot.get(`${page.id} ${shape.id}`);
}

/** A layer's name as text, whatever the file says. */
export function nameOf(shape: Shape | undefined): string {
  return typeof shape?.name === "string" ? shape.name : "";
}

function childrenOf(page: Page, id: string): string[] {
  const children: unknown = Object.hasOwn(page.objects, id) ? page.objects[id]?.shapes : undefined;
  return Array.isArray(children) ? children.filter((child) => typeof child === "string") : [];
}
