import { formatNumber } from "../../render/element.ts";
import type { FlatShape, FlatStroke } from "./flat/flatten.ts";
import type { FlatPaint } from "./flat/paint.ts";
import { escapeXml } from "./print.ts";

/** A picture of flat shapes, `width` and `height` in dp. */
export interface VectorDrawable {
  width: number;
  height: number;
  viewport: readonly [number, number];
  tint?: string | undefined;
  shapes: readonly FlatShape[];
}

/** Android's VectorDrawable XML, in lines. */
export function toVectorDrawable({ width, height, viewport, tint, shapes }: VectorDrawable, madeBy: string): string[] {
  const hasGradient = shapes.some(({ fill, stroke }) => fill?.kind === "gradient" || stroke?.paint.kind === "gradient");
  const attributes = [
    'xmlns:android="http://schemas.android.com/apk/res/android"',
    ...(hasGradient ? ['xmlns:aapt="http://schemas.android.com/aapt"'] : []),
    `android:width="${formatNumber(width)}dp"`,
    `android:height="${formatNumber(height)}dp"`,
    `android:viewportWidth="${formatNumber(viewport[0])}"`,
    `android:viewportHeight="${formatNumber(viewport[1])}"`,
    ...(tint === undefined ? [] : [`android:tint="${escapeXml(tint)}"`]),
  ];
  return [
    `<!-- ${madeBy} -->`,
    ...openTag("vector", attributes, "", false),
    ...groupByClips(shapes).flatMap(({ clips, shapes: inside }) => printClipped(clips, inside, "    ")),
    "</vector>",
  ];
}

interface Group {
  clips: readonly string[];
  shapes: FlatShape[];
}

function groupByClips(shapes: readonly FlatShape[]): Group[] {
  const groups: Group[] = [];
  for (const shape of shapes) {
    const last = groups.at(-1);
    if (last && last.clips.join() === shape.clips.join()) last.shapes.push(shape);
    else groups.push({ clips: shape.clips, shapes: [shape] });
  }
  return groups;
}

// In a group each clip cuts what the one before it left.
function printClipped(clips: readonly string[], shapes: readonly FlatShape[], indent: string): string[] {
  if (clips.length === 0) return shapes.flatMap((shape) => printShape(shape, indent));
  const inner = `${indent}    `;
  return [
    `${indent}<group>`,
    ...clips.map((data) => `${inner}<clip-path android:pathData="${escapeXml(data)}"/>`),
    ...shapes.flatMap((shape) => printShape(shape, inner)),
    `${indent}</group>`,
  ];
}

function printShape({ data, evenOdd, fill, stroke }: FlatShape, indent: string): string[] {
  const gradients = [
    ...(fill?.kind === "gradient" ? printGradient("fillColor", fill, `${indent}    `) : []),
    ...(stroke?.paint.kind === "gradient" ? printGradient("strokeColor", stroke.paint, `${indent}    `) : []),
  ];
  const attributes = [
    `android:pathData="${escapeXml(data)}"`,
    ...(fill?.kind === "color" ? [`android:fillColor="${toColor(fill)}"`] : []),
    ...(fill && evenOdd ? ['android:fillType="evenOdd"'] : []),
    ...(stroke ? strokeAttributes(stroke) : []),
  ];
  const open = openTag("path", attributes, indent, gradients.length === 0);
  return gradients.length === 0 ? open : [...open, ...gradients, `${indent}</path>`];
}

function strokeAttributes({ paint, width, cap, join, miterLimit }: FlatStroke): string[] {
  return [
    ...(paint.kind === "color" ? [`android:strokeColor="${toColor(paint)}"`] : []),
    `android:strokeWidth="${formatNumber(width)}"`,
    ...(cap === "round" || cap === "square" ? [`android:strokeLineCap="${cap}"`] : []),
    ...(join === "round" || join === "bevel" ? [`android:strokeLineJoin="${join}"`] : []),
    ...(miterLimit === 4 ? [] : [`android:strokeMiterLimit="${formatNumber(miterLimit)}"`]),
  ];
}

const TILE_MODES = { pad: [], reflect: ['android:tileMode="mirror"'], repeat: ['android:tileMode="repeat"'] };

function printGradient(attribute: string, { shape, spread, stops }: FlatPaint & { kind: "gradient" }, indent: string): string[] {
  const place =
    shape.type === "linear"
      ? { startX: shape.start.x, startY: shape.start.y, endX: shape.end.x, endY: shape.end.y }
      : { centerX: shape.centre.x, centerY: shape.centre.y, gradientRadius: shape.radius };
  const attributes = [
    `android:type="${shape.type}"`,
    ...Object.entries(place).map(([name, value]) => `android:${name}="${formatNumber(value)}"`),
    ...TILE_MODES[spread],
  ];
  const items = stops.map(
    (stop) => `${indent}        <item android:offset="${formatNumber(stop.offset)}" android:color="${toColor(stop)}"/>`,
  );
  return [
    `${indent}<aapt:attr name="android:${attribute}">`,
    ...openTag("gradient", attributes, `${indent}    `, false),
    ...items,
    `${indent}    </gradient>`,
    `${indent}</aapt:attr>`,
  ];
}

function openTag(tag: string, attributes: readonly string[], indent: string, isEmpty: boolean): string[] {
  const end = isEmpty ? "/>" : ">";
  return [`${indent}<${tag}`, ...attributes.map((attribute, at) => `${indent}    ${attribute}${at === attributes.length - 1 ? end : ""}`)];
}

/** `#AARRGGBB`, without the opacity where it is full. */
function toColor({ color, alpha }: { color: string; alpha: number }): string {
  const hex = color.slice(1).toUpperCase();
  const opacity = Math.round(alpha * 255);
  return opacity === 255 ? `#${hex}` : `#${opacity.toString(16).padStart(2, "0").toUpperCase()}${hex}`;
}
