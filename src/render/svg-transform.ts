import type { Shape } from "../design.ts";
import { formatNumber } from "./element.ts";
import { chain, type Matrix, multiply, type Rect, rotate, scale, translate } from "./geometry.ts";
import { matrixOf } from "./outline.ts";
import { type Scene, transformOf } from "./scene.ts";
import { isRecord, toNumber, toRecord } from "./values.ts";

const STEP = /(matrix|translate|scale|rotate|skewX|skewY)\(([^()]*)\)/g;
const NUMBER = /[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?/gi;

/** The map that the value of a `transform` stands for; nothing in it is the identity. */
export function parseTransform(text: unknown): Matrix {
  const steps = typeof text === "string" ? [...text.matchAll(STEP)] : [];
  return chain(...steps.map(([, name = "", list = ""]) => toStep(name, (list.match(NUMBER) ?? []).map(Number))));
}

/** The map as the value of a `transform`: six decimals for the linear part; undefined for the identity. */
export function printMatrix({ a, b, c, d, e, f }: Matrix): string | undefined {
  const linear = [a, b, c, d].map((value) => formatNumber(value, 6));
  const [x, y] = [formatNumber(e), formatNumber(f)];
  if (linear.join(" ") !== "1 0 0 1") return `matrix(${[...linear, x, y].join(" ")})`;
  return x === "0" && y === "0" ? undefined : `translate(${y === "0" ? x : `${x} ${y}`})`;
}

/**
 * The map from an import's coordinates to the shape's present ones (section 2.8).
 * `element`: for a svg-raw's own element, which goes by the view box alone; `definitions`: for what the shape refers to.
 */
export function importMatrix(scene: Scene, shape: Shape, use: "element" | "definitions"): Matrix {
  if (use === "element") return viewMatrix(shape, scene.box(shape));
  const box = scene.box(shape);
  const own = shape.type === "path" || shape.type === "group" ? matrixOf(shape, box) : translate({ x: 0, y: 0 });
  // Without a view box not even the shape's own matrix counts.
  const place =
    shape.type === "svg-raw" || !isRecord(shape["svgViewbox"]) ? translate({ x: 0, y: 0 }) : multiply(own, viewMatrix(shape, box));
  return multiply(place, svgTransformOf(shape));
}

function viewMatrix(shape: Shape, box: Rect): Matrix {
  const view = toRecord(shape["svgViewbox"]);
  const [x, y, width, height] = ["x", "y", "width", "height"].map((key) => toNumber(view[key]));
  if (x === undefined || y === undefined || !width || !height) return translate({ x: 0, y: 0 });
  const [kx, ky] = [box.width / width, box.height / height];
  return multiply(translate({ x: box.x - kx * x, y: box.y - ky * y }), scale(kx, ky));
}

function svgTransformOf(shape: Shape): Matrix {
  const transform = shape["svgTransform"];
  return typeof transform === "string" ? parseTransform(transform) : transformOf({ ...shape, transform });
}

function toStep(name: string, [first = 0, second, third, fourth = 0, fifth = 0, sixth = 0]: readonly number[]): Matrix {
  const radians = (first * Math.PI) / 180;
  switch (name) {
    case "matrix":
      return { a: first, b: second ?? 0, c: third ?? 0, d: fourth, e: fifth, f: sixth };
    case "translate":
      return translate({ x: first, y: second ?? 0 });
    case "scale":
      return scale(first, second ?? first);
    case "rotate": {
      const centre = { x: second ?? 0, y: third ?? 0 };
      return chain(translate(centre), rotate(radians), translate({ x: -centre.x, y: -centre.y }));
    }
    case "skewX":
      return { a: 1, b: 0, c: Math.tan(radians), d: 1, e: 0, f: 0 };
    default:
      return { a: 1, b: Math.tan(radians), c: 0, d: 1, e: 0, f: 0 };
  }
}
