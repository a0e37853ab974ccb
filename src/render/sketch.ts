import type { Shape } from "../design.ts";
import { createElement, type Element, printElement } from "./element.ts";
import type { Rect } from "./geometry.ts";
import type { RenderOptions } from "./options.ts";
import type { Scene } from "./scene.ts";

/** Something in the design that is not, or not rightly, in the picture. `what` completes "the layer has …". */
export interface Unfaithful {
  shapeId: string;
  name: string;
  what: string;
}

/** How far the picture of a shape reaches and whether something in it blends with what is below. */
export interface Reach {
  /** Nothing when the shape paints nothing. Never too small; may be too large. */
  box: Rect | undefined;
  /** The box that Penpot measures filters by: geometry without strokes, effects and clips. */
  extent: Rect | undefined;
  blends: boolean;
}

/** A picture in the making: its scene, its definitions and what could not be drawn. */
export interface Sketch {
  readonly scene: Scene;
  readonly options: RenderOptions;
  /** What the whole picture shows. */
  readonly viewport: Rect;
  readonly unfaithful: readonly Unfaithful[];
  /** Reaches that were found already. */
  readonly reaches: Map<Shape, Reach>;
  /** How much of what a hostile design could multiply without end is used up. */
  readonly spent: { importedNodes: number };
  /** How far effects carry a shape's pixels, where that was found already. */
  readonly ranges: Map<Shape, number>;
  /** What refers to an image, by its id, where that was found already. */
  readonly hrefs: Map<string, string>;
  /** An id that nothing in the picture has yet. */
  nextId(): string;
  /** Keeps a definition once however often it is asked for, and returns the reference `url(#id)`. */
  define(definition: Element): string;
  /** The definitions in the order they were first asked for. */
  definitions(): Element[];
  report(shape: Shape, what: string): void;
}

export function createSketch(scene: Scene, options: RenderOptions, viewport: Rect): Sketch {
  const definitions = new Map<string, Element>();
  const reports = new Map<string, Unfaithful>();
  const unfaithful: Unfaithful[] = [];
  let ids = 0;
  const nextId = () => {
    ids += 1;
    return toId(ids - 1);
  };

  return {
    scene,
    options,
    viewport,
    unfaithful,
    reaches: new Map(),
    ranges: new Map(),
    spent: { importedNodes: 0 },
    hrefs: new Map(),
    nextId,
    define(definition) {
      const key = printElement(definition);
      const known = definitions.get(key);
      const id = String(known?.attributes.id ?? nextId());
      if (!known) definitions.set(key, createElement(definition.tag, { ...definition.attributes, id }, definition.children));
      return `url(#${id})`;
    },
    definitions: () => [...definitions.values()],
    report(shape, what) {
      const key = `${shape.id}\n${what}`;
      if (reports.has(key)) return;
      const report = { shapeId: shape.id, name: shape.name, what };
      reports.set(key, report);
      unfaithful.push(report);
    },
  };
}

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** `a`, `b`, … `z`, `aa`, `ab`, … */
function toId(index: number): string {
  const letter = LETTERS.charAt(index % LETTERS.length);
  return index < LETTERS.length ? letter : toId(Math.floor(index / LETTERS.length) - 1) + letter;
}
