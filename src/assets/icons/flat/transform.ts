import { chain, type Matrix, rotate, scale, translate } from "../../../render/geometry.ts";
import { toNumbers } from "./shape-path.ts";

const IDENTITY = translate({ x: 0, y: 0 });

/** The value of a `transform` attribute. */
export function parseTransform(text: string | undefined): Matrix {
  const calls = [...(text ?? "").matchAll(/([a-zA-Z]+)\s*\(([^)]*)\)/g)];
  return chain(...calls.map(([, name = "", values]) => toMatrix(name, toNumbers(values))));
}

function toMatrix(name: string, numbers: readonly number[]): Matrix {
  const [a = 0, b, c, d = 0, e = 0, f = 0] = numbers;
  switch (name) {
    case "translate":
      return translate({ x: a, y: b ?? 0 });
    case "scale":
      return scale(a, b ?? a);
    case "rotate":
      return b === undefined
        ? rotate(radians(a))
        : chain(translate({ x: b, y: c ?? 0 }), rotate(radians(a)), translate({ x: -b, y: -(c ?? 0) }));
    case "skewX":
      return { ...IDENTITY, c: Math.tan(radians(a)) };
    case "skewY":
      return { ...IDENTITY, b: Math.tan(radians(a)) };
    case "matrix":
      return { a, b: b ?? 0, c: c ?? 0, d, e, f };
    default:
      return IDENTITY;
  }
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}

/** The factor of lengths where a map keeps shapes similar; undefined where it stretches or slants them. */
export function uniformScale({ a, b, c, d }: Matrix): number | undefined {
  const [first, second] = [Math.hypot(a, b), Math.hypot(c, d)];
  const largest = Math.max(first, second, 1e-9);
  const isSimilar = Math.abs(first - second) < 1e-3 * largest && Math.abs(a * c + b * d) < 1e-3 * largest * largest;
  return isSimilar ? first : undefined;
}
