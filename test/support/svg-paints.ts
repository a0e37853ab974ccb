/** One coat of paint in an SVG: geometry in root coordinates, its paint in words, opacities and blend modes around it from the outside in. */
export interface SvgPaint {
  kind: string;
  numbers: readonly number[];
  paint: string;
  around: readonly string[];
}

interface Node {
  tag: string;
  attributes: Record<string, string>;
  children: Node[];
}

type Matrix = readonly [number, number, number, number, number, number];

interface State {
  inherited: Record<string, string>;
  around: readonly string[];
  matrix: Matrix;
}

const DEFINITIONS = new Set(["defs", "clipPath", "mask", "pattern", "marker", "filter", "style"]);
const GEOMETRY = new Set(["rect", "ellipse", "circle", "path"]);

/** What an SVG of plain fills and strokes paints, in painting order; clips, masks and definitions are not looked at. */
export function paintsOf(svg: string): SvgPaint[] {
  return walk(parse(svg), { inherited: {}, around: [], matrix: [1, 0, 0, 1, 0, 0] });
}

function parse(svg: string): Node {
  const root: Node = { tag: "", attributes: {}, children: [] };
  const open = [root];
  for (const [, end, tag = "", text = "", closed] of svg.matchAll(/<(\/?)([\w:]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>/g)) {
    if (end) {
      open.pop();
      continue;
    }
    const node: Node = { tag, attributes: attributesOf(text), children: [] };
    open.at(-1)?.children.push(node);
    if (!closed) open.push(node);
  }
  return root;
}

function attributesOf(text: string): Record<string, string> {
  const attributes = Object.fromEntries([...text.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));
  const styles = (attributes["style"] ?? "").split(";").flatMap((pair) => {
    const [name, value] = pair.split(":");
    return name && value ? [[name.trim(), value.trim()]] : [];
  });
  return { ...attributes, ...Object.fromEntries(styles) };
}

function walk(node: Node, outer: State): SvgPaint[] {
  const { tag, attributes, children } = node;
  if (DEFINITIONS.has(tag) || attributes["display"] === "none") return [];
  const own = [Number(attributes["opacity"] ?? 1) < 1 ? attributes["opacity"] : undefined, blendOf(attributes)];
  const state: State = {
    inherited: { ...outer.inherited, ...attributes },
    around: [...outer.around, ...own.filter((value) => value !== undefined)],
    matrix: multiply(outer.matrix, matrixOf(attributes["transform"] ?? "")),
  };
  if (GEOMETRY.has(tag)) return toPaints(tag, attributes, state);
  return children.flatMap((child) => walk(child, state));
}

function blendOf({ "mix-blend-mode": mode }: Record<string, string>): string | undefined {
  return mode === undefined || mode === "normal" ? undefined : mode;
}

function toPaints(tag: string, attributes: Record<string, string>, { inherited, around, matrix }: State): SvgPaint[] {
  const { kind, numbers } = geometryOf(tag, attributes, matrix);
  const read = (name: string, fallback: string) => inherited[name] ?? fallback;
  const fill = `fill ${read("fill", "none")} ${Number(read("fill-opacity", "1"))} ${read("fill-rule", "nonzero")}`;
  const line = ["stroke-dasharray", "stroke-linecap", "stroke-linejoin"].map((name) => read(name, "-").replaceAll(",", " "));
  const stroke = `stroke ${read("stroke", "none")} ${Number(read("stroke-opacity", "1"))} ${Number(read("stroke-width", "1"))} ${line.join(" ")}`;
  const paints = [
    ...(read("fill", "none") === "none" ? [] : [fill]),
    ...(read("stroke", "none") === "none" || Number(read("stroke-width", "1")) === 0 ? [] : [stroke]),
  ];
  return paints.map((paint) => ({ kind, numbers, paint, around }));
}

function geometryOf(tag: string, attributes: Record<string, string>, matrix: Matrix): { kind: string; numbers: number[] } {
  const read = (name: string) => Number(attributes[name] ?? 0);
  if (tag === "path") return pathGeometry(attributes["d"] ?? "", matrix);
  if (tag === "rect") {
    const [x, y, width, height] = [read("x"), read("y"), read("width"), read("height")];
    const corners = [
      [x, y],
      [x + width, y],
      [x + width, y + height],
      [x, y + height],
    ];
    return { kind: tag, numbers: [...corners.flatMap(([cx = 0, cy = 0]) => apply(matrix, cx, cy)), read("rx")] };
  }
  const [rx, ry] = tag === "circle" ? [read("r"), read("r")] : [read("rx"), read("ry")];
  const [cx, cy] = [read("cx"), read("cy")];
  return { kind: "ellipse", numbers: [...apply(matrix, cx, cy), ...apply(matrix, cx + rx, cy), ...apply(matrix, cx, cy + ry)] };
}

function pathGeometry(d: string, matrix: Matrix): { kind: string; numbers: number[] } {
  const [kinds, numbers]: [string[], number[]] = [[], []];
  let [x, y] = [0, 0];
  for (const [, letter = "", rest = ""] of d.matchAll(/([MLHVCAZhvaz])([^MLHVCAZhvaz]*)/g)) {
    const values = [...rest.matchAll(/-?[\d.]+(?:e-?\d+)?/g)].map(([value]) => Number(value));
    const command = letter.toUpperCase();
    // A corner of no radius says nothing.
    if (command === "A" && values[0] === 0) continue;
    const origin = letter === letter.toLowerCase() ? [x, y] : [0, 0];
    const points = pointsOf(command, values, [x, y], origin);
    kinds.push(command === "H" || command === "V" ? "L" : command);
    if (command === "A") numbers.push(values[0] ?? 0);
    for (const [px = 0, py = 0] of points) numbers.push(...apply(matrix, px, py));
    [x = 0, y = 0] = points.at(-1) ?? [x, y];
  }
  return { kind: `path ${kinds.join("")}`, numbers };
}

function pointsOf(
  command: string,
  values: readonly number[],
  [x = 0, y = 0]: readonly number[],
  [dx = 0, dy = 0]: readonly number[],
): number[][] {
  const [first = 0] = values;
  if (command === "H") return [[first + dx, y]];
  if (command === "V") return [[x, first + dy]];
  const pairs = command === "A" ? values.slice(5) : values;
  return Array.from({ length: pairs.length / 2 }, (_, at) => [(pairs[2 * at] ?? 0) + dx, (pairs[2 * at + 1] ?? 0) + dy]);
}

function matrixOf(transform: string): Matrix {
  const values = [...transform.matchAll(/-?[\d.]+/g)].map(([value]) => Number(value));
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = values;
  if (!transform.startsWith("rotate")) return [a, b, c, d, e, f];
  const [sin, cos] = [Math.sin((a * Math.PI) / 180), Math.cos((a * Math.PI) / 180)];
  return multiply(multiply([1, 0, 0, 1, b, c], [cos, sin, -sin, cos, 0, 0]), [1, 0, 0, 1, -b, -c]);
}

function multiply(m: Matrix, n: Matrix): Matrix {
  return [
    m[0] * n[0] + m[2] * n[1],
    m[1] * n[0] + m[3] * n[1],
    m[0] * n[2] + m[2] * n[3],
    m[1] * n[2] + m[3] * n[3],
    ...apply(m, n[4], n[5]),
  ] as unknown as Matrix;
}

function apply([a, b, c, d, e, f]: Matrix, x: number, y: number): number[] {
  return [a * x + c * y + e, b * x + d * y + f];
}
