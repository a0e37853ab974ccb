import type { Shape } from "../design.ts";
import { resolveReferences } from "./definitions.ts";
import type { Attributes } from "./element.ts";
import { inheritedPart, ownColor, type Presentation } from "./imported.ts";
import { toInk } from "./ink.ts";
import { definePattern, isLayered } from "./paint.ts";
import type { Sketch } from "./sketch.ts";
import { fillsOf } from "./style.ts";
import type { SvgAttributes } from "./svg-attributes.ts";
import { toReference } from "./svg-values.ts";
import { toRecord } from "./values.ts";

/** What the children of a group or an imported element inherit (section 4.6). */
export function inheritFrom(sketch: Sketch, shape: Shape, inherited: Presentation): Presentation {
  const { present, all } = sketch.scene.imported(shape);
  if (!present && shape.type === "group" && fillsOf(shape).length === 0) return inherited;
  const { fill: _fill, "fill-opacity": _opacity, ...rest } = inheritedPart(all);
  const { fill, ...opacity } = fillOf(sketch, shape);
  const own = { ...rest, ...opacity, ...(fill !== undefined && { fill }) };
  // A group's definitions stand inside of it and inherit from it what is no reference itself; an element's stand beside it.
  const around = shape.type === "group" ? { ...inherited, ...withoutReferences(own) } : inherited;
  const resolved = resolveReferences(sketch, shape, own, around);
  const pattern = patternOf(sketch, shape);
  return {
    ...inherited,
    ...resolved,
    ...(pattern !== undefined && { fill: pattern }),
    ...inkOf(sketch, shape, "stroke", resolved.stroke, resolved["stroke-opacity"]),
  };
}

/** The stroke and markers that an import gives to the element of the fill, over the fill and under Penpot's own strokes. */
export function importedLine(sketch: Sketch, shape: Shape, inherited: Presentation): Attributes {
  const { all: own } = sketch.scene.imported(shape);
  if (!hasLine(own) && !hasLine(inherited)) return {};
  const line = resolveOwn(sketch, shape, visibleLine({ ...inherited, ...own }, true), inherited);
  if (line.stroke === "none") return pick(line, MARKERS);
  return own.stroke === undefined ? line : { ...line, ...inkOf(sketch, shape, "stroke", line.stroke, line["stroke-opacity"]) };
}

/** What Penpot's strokes inherit from an import where they have nothing of their own. */
export function lineFor(sketch: Sketch, shape: Shape, inherited: Presentation): SvgAttributes {
  const { present, all } = sketch.scene.imported(shape);
  if (!present && Object.keys(inherited).length === 0) return {};
  return resolveOwn(sketch, shape, pick({ ...inherited, ...all }, UNDER_STROKES), inherited);
}

/** What is inherited refers to the picture's definitions already; what is the shape's own refers to the import's. */
function resolveOwn(sketch: Sketch, shape: Shape, line: SvgAttributes, inherited: Presentation): SvgAttributes {
  const { all: own } = sketch.scene.imported(shape);
  return {
    ...line,
    ...resolveReferences(
      sketch,
      shape,
      pick(
        line,
        LINE_AND_MARKERS.filter((name) => own[name] !== undefined),
      ),
      inherited,
    ),
  };
}

/** What of an imported element's presentation is seen on it: its fill, its line and its markers, without what is as usual. */
export function visiblePaint(look: Presentation, tag: string): Attributes {
  const { fill = "none", "fill-opacity": opacity = 1, "fill-rule": rule, color } = look;
  const ruled = rule === "evenodd" && ["path", "polygon", "polyline", "use"].includes(tag);
  const marked = MARKERS.some((name) => look[name] !== undefined);
  // A line has nothing to fill, but some viewers leave out its markers when it has no paint at all.
  const filled = tag === "use" || (fill !== "none" && Number(opacity) > 0 && (tag !== "line" || marked));
  const paint = {
    fill: ownColor(fill, color),
    ...(Number(opacity) !== 1 && { "fill-opacity": opacity }),
    ...(ruled && { "fill-rule": rule }),
  };
  // What a use refers to may have a stroke of its own that goes by these.
  const line = tag === "use" ? pick(look, LINE_AND_MARKERS) : visibleLine(look, tag !== "text");
  return { ...(filled ? paint : {}), ...line };
}

function visibleLine(look: SvgAttributes, marked: boolean): SvgAttributes {
  const { stroke, "stroke-width": width, "stroke-opacity": opacity = 1, ...rest } = pick(look, LINE);
  const markers = marked ? pick(look, MARKERS) : {};
  const thickness = width === undefined || width === 1 ? {} : { "stroke-width": width };
  const bare = stroke === undefined || Number(width ?? 1) === 0 || Number(opacity) <= 0;
  // Markers grow with a stroke even where it is not seen.
  if (bare) return Object.keys(markers).length > 0 ? { ...thickness, ...markers } : {};
  return { stroke: ownColor(stroke, look.color), ...(opacity !== 1 && { "stroke-opacity": opacity }), ...thickness, ...rest, ...markers };
}

/** Whether there may be a stroke or markers to see. */
function hasLine(look: SvgAttributes): boolean {
  return (look.stroke ?? look["marker-start"] ?? look["marker-mid"] ?? look["marker-end"]) !== undefined;
}

const MARKERS = ["marker-start", "marker-mid", "marker-end"] as const;

const JOINS = ["stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit"] as const;

const LINE = ["stroke", "stroke-opacity", "stroke-width", ...JOINS, "vector-effect", "paint-order"] as const;

const LINE_AND_MARKERS = [...LINE, ...MARKERS] as const;

const UNDER_STROKES = [...JOINS, ...MARKERS] as const;

/** The picture's own reference to a group's fills where they are not one colour; an imported attribute stands in its place. */
function patternOf(sketch: Sketch, shape: Shape): string | undefined {
  const fills = fillsOf(shape);
  return isLayered(fills) && sketch.scene.imported(shape).attributes.fill === undefined ? definePattern(sketch, shape, fills) : undefined;
}

function fillOf(sketch: Sketch, shape: Shape): Presentation {
  const { present, attributes, style } = sketch.scene.imported(shape);
  const fills = fillsOf(shape);
  const opacity = style["fill-opacity"] ?? attributes["fill-opacity"];
  const [fill] = fills;
  // All elements of a svg-raw are black without fills of their own, but its root only where it is imported.
  const blackens = present || (shape.type === "svg-raw" && toRecord(shape["content"])["tag"] !== "svg");
  if (!fill) return blackens ? inkOf(sketch, shape, "fill", "#000000", opacity) : {};
  if (isLayered(fills)) return inkOf(sketch, shape, "fill", attributes.fill, attributes["fill-opacity"]);
  if (style.fill !== undefined) return inkOf(sketch, shape, "fill", style.fill, opacity);
  if (fill.paint.kind === "unreadable") sketch.report(shape, fill.paint.what);
  return inkOf(sketch, shape, "fill", fill.paint.kind === "color" ? fill.paint.color : (attributes.fill ?? "none"), fill.opacity);
}

/** A colour as the options want it; an opacity that is not told stays open to what is inherited. */
function inkOf(
  sketch: Sketch,
  shape: Shape,
  part: "fill" | "stroke",
  color: string | number | undefined,
  told: string | number | undefined,
): Presentation {
  if (color === undefined) return {};
  const ink = toInk(sketch, shape, part, { color: String(color), opacity: Number(told ?? 1) });
  const opacity = told === undefined && ink.opacity === 1 ? {} : { [`${part}-opacity`]: ink.opacity };
  return { [part]: ink.color, ...opacity };
}

function withoutReferences(attributes: SvgAttributes): Presentation {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => toReference(value) === undefined));
}

function pick(attributes: SvgAttributes, names: readonly (keyof SvgAttributes)[]): SvgAttributes {
  return Object.fromEntries(
    names.flatMap((name) => (attributes[name] === undefined || attributes[name] === "none" ? [] : [[name, attributes[name]]])),
  );
}
