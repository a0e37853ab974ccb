import type { Shape } from "../design.ts";
import { filterRegion } from "./bounds.ts";
import { type Cast, limitEffects } from "./effect-limits.ts";
import { type Attributes, createElement, type Element, formatNumber } from "./element.ts";
import { apply, boxOf, cornersOf, grow, intersect, invert, type Rect } from "./geometry.ts";
import { matrixOf } from "./outline.ts";
import type { Sketch } from "./sketch.ts";
import { blurOf, hasVisibleBlur, type Shadow, shadowsOf } from "./style.ts";
import { largest } from "./values.ts";

/** Which of a shape's effects a filter holds. */
export type Effects = "all" | "shadows" | "blur";

const HARD_ALPHA = "0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 127 0";

/**
 * The reference `url(#id)` to the filter with a shape's shadows, blur or both; undefined when there is nothing to filter (section 6.2),
 * and for masks, which go without (section 2.7).
 * It works in the coordinates of the element it is put on. `extent` is the box of what is filtered, without strokes, where that is
 * not the shape's own rectangle: the runs of a text, the content of a group.
 */
export function filterOf(sketch: Sketch, shape: Shape, effects: Effects, extent?: Rect): string | undefined {
  if (sketch.scene.isMask(shape)) return undefined;
  const box = extent ?? ownExtent(sketch, shape);
  const own = { shadows: effects === "blur" ? [] : readableShadows(sketch, shape), blur: effects === "shadows" ? 0 : blurOf(shape) };
  const seen = seenOf(sketch, shape);
  const { shadows, blur } = limitEffects(sketch, shape, own, seen, box);
  const steps = [...shadowSteps(shadows), ...(hasVisibleBlur(shape, "blur") ? blurSteps(blur) : [])];
  if (steps.length === 0) return undefined;
  const drops = own.shadows.filter(({ style }) => style === "drop-shadow");
  // Some versions of resvg crash on regions far outside the picture.
  const region = intersect(filterRegion(sketch.scene, shape, drops, own.blur, box), grow(seen, rangeOf(shape, { shadows, blur })));
  if (!region) return undefined;
  const attributes = { filterUnits: "userSpaceOnUse", ...region, "color-interpolation-filters": "sRGB" };
  return sketch.define(createElement("filter", attributes, steps));
}

/** The box of a shape's own geometry in the coordinates it is filtered in: only what has a transform of its own is filtered upright. */
function ownExtent({ scene }: Sketch, shape: Shape): Rect {
  return ["rect", "circle", "image", "text"].includes(shape.type) ? scene.box(shape) : boxOf(scene.corners(shape));
}

/** Where pixels of a shape may be seen through the effects of all it is in, in the shape's own coordinates and the picture's. */
function seenOf(sketch: Sketch, shape: Shape): Rect {
  const { scene, viewport } = sketch;
  const parent = scene.parent(shape);
  const corners = cornersOf(parent ? grow(viewport, rangeWithin(sketch, parent)) : viewport);
  const back = invert(matrixOf(shape, scene.box(shape)));
  return boxOf([...corners, ...(back ? corners.map((corner) => apply(back, corner)) : [])]);
}

/** How far a pixel of a shape's content is carried by its effects and those of all it is in. */
function rangeWithin(sketch: Sketch, shape: Shape): number {
  const known = sketch.ranges.get(shape);
  if (known !== undefined) return known;
  const parent = sketch.scene.parent(shape);
  const own = rangeOf(shape, { shadows: shadowsOf(shape).filter(({ hidden }) => !hidden), blur: blurOf(shape) });
  const range = own + (parent ? rangeWithin(sketch, parent) : 0);
  sketch.ranges.set(shape, range);
  return range;
}

/** How far effects carry a pixel. */
function rangeOf(shape: Shape, { shadows, blur }: Cast): number {
  const casts = shadows.map(
    ({ offsetX, offsetY, blur: size, spread }) => Math.hypot(offsetX, offsetY) + Math.abs(spread) + 1.5 * Math.abs(size),
  );
  return Math.ceil(largest(casts) + (hasVisibleBlur(shape, "blur") ? 3 * blur : 0));
}

/** The elements under a filter: on the only one where it can stand there, else on a group around all. */
export function filterElements(elements: readonly Element[], filter: string | undefined): Element[] {
  const [only, ...others] = elements;
  if (!only || filter === undefined) return [...elements];
  const { attributes } = only;
  // A filter comes before clip, mask and opacity of its own element, and sees the coordinates of its own transform.
  const free = APART.every((name) => attributes[name] === undefined);
  if (others.length === 0 && free) return [createElement(only.tag, { ...attributes, filter }, only.children)];
  return [createElement("g", { filter }, elements)];
}

const APART = ["filter", "clip-path", "mask", "opacity", "style", "transform"] as const;

function readableShadows(sketch: Sketch, shape: Shape): Shadow[] {
  const visible = shadowsOf(shape).filter(({ hidden, style }) => !hidden && (style === "drop-shadow" || style === "inner-shadow"));
  if (visible.some(({ color }) => color === undefined)) sketch.report(shape, "a shadow colour that cannot be read");
  return visible.filter(({ color }) => color !== undefined);
}

function shadowSteps(shadows: readonly Shadow[]): Element[] {
  const seen = shadows.filter(({ opacity }) => opacity > 0).toReversed();
  const drops = seen.filter(({ style }) => style === "drop-shadow");
  // Without spread, offset and blur an inner shadow lies wholly under itself.
  const inner = seen.filter((shadow) => shadow.style === "inner-shadow" && (shadow.spread > 0 || moveSteps(shadow).length > 0));
  const steps = drops.flatMap((shadow, at) => dropSteps(shadow, at));
  if (drops.length > 0) {
    const source = { in: "SourceGraphic", in2: `drop${drops.length}` };
    steps.push(createElement("feBlend", { ...source, result: inner.length > 0 ? "shape" : undefined }));
  }
  if (inner.length > 0) steps.push(createElement("feColorMatrix", { in: "SourceAlpha", values: HARD_ALPHA, result: "hard" }));
  inner.forEach((shadow, at) => {
    const below = at > 0 ? `inner${at}` : drops.length > 0 ? "shape" : "SourceGraphic";
    const result = at < inner.length - 1 ? `inner${at + 1}` : undefined;
    steps.push(...innerSteps(shadow), createElement("feBlend", { in2: below, result }));
  });
  return steps;
}

/** One drop shadow over those before it. Without spread it is cast by whatever is not wholly transparent. */
function dropSteps(shadow: Shadow, at: number): Element[] {
  const { spread } = shadow;
  const cast = spread === 0 ? [createElement("feColorMatrix", { in: "SourceAlpha", values: HARD_ALPHA })] : morphSteps(spread);
  const steps = [...cast, ...moveSteps(shadow), colorStep(shadow)];
  if (at > 0) steps.push(createElement("feBlend", { in2: `drop${at}` }));
  return nameLast(steps, `drop${at + 1}`);
}

/** What is left of the shape beside its moved self. */
function innerSteps(shadow: Shadow): Element[] {
  const [first, ...rest] = moveSteps(shadow);
  const start = first ? [withAttributes(first, { in: "hard" })] : [];
  const moved = shadow.spread > 0 ? [...morphSteps(-shadow.spread), ...moveSteps(shadow)] : [...start, ...rest];
  // Penpot subtracts with `arithmetic`, which is the same for hard edges; but some versions of resvg crash on that in large regions.
  return [...nameLast(moved, "moved"), createElement("feComposite", { in: "hard", in2: "moved", operator: "out" }), colorStep(shadow)];
}

function nameLast(steps: readonly Element[], result: string): Element[] {
  return steps.map((step, at) => (at < steps.length - 1 ? step : withAttributes(step, { result })));
}

/** Wide spreads go across and then down, which is the same square: viewers take far too long over it as a whole. */
function morphSteps(spread: number): Element[] {
  const [operator, radius] = [spread > 0 ? "dilate" : "erode", Math.abs(spread)];
  if (radius <= WIDEST_SQUARE) return [createElement("feMorphology", { in: "SourceAlpha", operator, radius })];
  const length = formatNumber(radius);
  return [
    createElement("feMorphology", { in: "SourceAlpha", operator, radius: `${length} ${LEAST_RADIUS}` }),
    createElement("feMorphology", { operator, radius: `${LEAST_RADIUS} ${length}` }),
  ];
}

const WIDEST_SQUARE = 10;

// Less than a pixel; with none at all viewers disagree on what is left.
const LEAST_RADIUS = "0.001";

function moveSteps({ offsetX, offsetY, blur }: Shadow): Element[] {
  const offset = offsetX === 0 && offsetY === 0 ? [] : [createElement("feOffset", { dx: offsetX, dy: offsetY })];
  return [...offset, ...blurSteps(blur / 2)];
}

function blurSteps(deviation: number): Element[] {
  return deviation > 0 ? [createElement("feGaussianBlur", { stdDeviation: deviation })] : [];
}

/** Whatever the alpha is of, in the shadow's colour. */
function colorStep({ color = "", opacity }: Shadow): Element {
  const rows = channelsOf(color).map((channel) => `0 0 0 0 ${formatNumber(channel / 255)}`);
  return createElement("feColorMatrix", { values: [...rows, `0 0 0 ${formatNumber(opacity)} 0`].join(" ") });
}

/** Red, green and blue from 0 to 255 of a hex colour in any of its lengths. */
function channelsOf(color: string): number[] {
  const digits = color.length < 6 ? [...color.slice(1, 4)].map((digit) => digit + digit) : [1, 3, 5].map((at) => color.slice(at, at + 2));
  return digits.map((pair) => Number.parseInt(pair, 16));
}

function withAttributes(element: Element, attributes: Attributes): Element {
  return createElement(element.tag, { ...element.attributes, ...attributes }, element.children);
}
