const SEGMENT_BYTES = 28;
const MOVE = 1;
const LINE = 2;
const CURVE = 3;
const CLOSE = 4;

/** Penpot's binary path content (file-model.md §1.7) as the SVG path string of the API's JSON form; unknown commands are skipped. */
export function toPathString(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let path = "";
  for (let at = 0; at + SEGMENT_BYTES <= bytes.byteLength; at += SEGMENT_BYTES) {
    const number = (offset: number): string => toJavaText(view.getFloat32(at + offset, true));
    const command = view.getInt16(at, true);
    if (command === MOVE) path += `M${number(20)},${number(24)}`;
    else if (command === LINE) path += `L${number(20)},${number(24)}`;
    else if (command === CURVE) path += `C${number(4)},${number(8)},${number(12)},${number(16)},${number(20)},${number(24)}`;
    else if (command === CLOSE) path += "Z";
  }
  return path;
}

/**
 * Path content as a list of segments (`{ command, params }`: old archives, snapshots and `@penpot/library`; file-model.md §1.7) as the same
 * string; a missing control point is the end point, unknown commands are skipped.
 */
export function segmentsToPathString(segments: readonly unknown[]): string {
  return segments.map(toSegmentText).join("");
}

function toSegmentText(segment: unknown): string {
  const { command, params } = (segment ?? {}) as { command?: unknown; params?: Record<string, unknown> };
  const point = (x: string, y: string): string => `${toCoordinate(params?.[x] ?? params?.x)},${toCoordinate(params?.[y] ?? params?.y)}`;
  if (command === "move-to") return `M${point("x", "y")}`;
  if (command === "line-to") return `L${point("x", "y")}`;
  if (command === "curve-to") return `C${point("c1x", "c1y")},${point("c2x", "c2y")},${point("x", "y")}`;
  return command === "close-path" ? "Z" : "";
}

/** Penpot keeps coordinates as 32-bit floats. */
function toCoordinate(value: unknown): string {
  return toJavaText(Math.fround(Number(value ?? 0)));
}

/** A number as Java prints a double: `196.0`, `1.0E-5`, `1.25E7`. */
export function toJavaText(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return withFraction(String(value));
  const [mantissa = "", exponent = ""] = value.toExponential().split("e");
  return `${withFraction(mantissa)}E${exponent.replace("+", "")}`;
}

function withFraction(text: string): string {
  return text.includes(".") ? text : `${text}.0`;
}
