import type { Shape } from "../design.ts";
import { apply, around, boxOf, centreOf, cornersOf, type Matrix, type Point, type Rect, toRect } from "./geometry.ts";
import { type Imported, readImported } from "./imported.ts";
import { type Openness, opennessOf } from "./openness.ts";
import { parsePath, type Segment } from "./path.ts";
import { toNumber, toRecord, toRecords, type Unknown } from "./values.ts";

/** What is amiss with the tree itself. */
export interface Fault {
  shape: Shape;
  what: string;
}

/** A root shape and all below it, moved so that the root's own rectangle starts at 0,0 (section 0.1). The tree has no cycles and a limited depth. */
export interface Scene {
  readonly root: Shape;
  readonly faults: readonly Fault[];
  /** From the page's coordinates to the picture's. */
  readonly move: Point;
  /** Children, bottom-most first. */
  children(shape: Shape): readonly Shape[];
  /** The shape that holds another; the root has none. */
  parent(shape: Shape): Shape | undefined;
  /** The shape that masks the other children of a masked group: the first one (section 2.7). */
  mask(group: Shape): Shape | undefined;
  /** Whether the shape is the mask of the group it is in. */
  isMask(shape: Shape): boolean;
  /** Whether an import may leave shapes without fills to inherit one (section 4.6). */
  readonly inheritsPaint: boolean;
  /** The untransformed rectangle. */
  box(shape: Shape): Rect;
  /** The four corners after the transform. */
  corners(shape: Shape): readonly Point[];
  /** The stored path of a path or bool; undefined when there is none or it cannot be read. */
  path(shape: Shape): readonly Segment[] | undefined;
  /** What an SVG import left on the shape. */
  imported(shape: Shape): Imported;
  /** Only a path can be open. */
  openness(shape: Shape): Openness;
}

const DEEPEST = 500;

/** Gathers the subtree of a root; undefined when the root is not among the objects. */
export function createScene(objects: Record<string, Shape>, rootId: string): Scene | undefined {
  const root = lookUp(objects, rootId);
  if (!root) return undefined;
  const { children, parents, faults } = gather(objects, root);
  const masks = masksOf(children);
  const isMask = new Set(masks.values());
  const { x, y } = untransformedBox(root);
  const move = { x: -x, y: -y };
  const paths = new Map<Shape, readonly Segment[] | undefined>();
  const openness = new Map<Shape, Openness>();
  const boxes = new Map<Shape, Rect>();
  const corners = new Map<Shape, readonly Point[]>();
  const imports = new Map<Shape, Imported>();

  function path(shape: Shape): readonly Segment[] | undefined {
    return remember(paths, shape, () => parsePath(shape["content"] ?? shape["boolContent"], move));
  }

  return {
    root,
    faults,
    move,
    children: (shape) => children.get(shape) ?? [],
    parent: (shape) => parents.get(shape),
    mask: (group) => masks.get(group),
    isMask: (shape) => isMask.has(shape),
    inheritsPaint: [...children.keys()].some(passesPaintOn),
    box: (shape) => remember(boxes, shape, () => moveRect(untransformedBox(shape), move)),
    corners: (shape) =>
      remember(corners, shape, () => transformedCorners(shape).map((point) => ({ x: point.x + move.x, y: point.y + move.y }))),
    path,
    imported: (shape) => remember(imports, shape, () => readImported(shape)),
    openness: (shape) =>
      shape.type === "path" ? remember(openness, shape, () => opennessOf(path(shape) ?? [], shape["svgAttrs"] === undefined)) : "closed",
  };
}

/** The linear map of the shape about its centre, flips and rotation included (section 3). */
export function transformOf(shape: Shape, key: "transform" | "transformInverse" = "transform"): Matrix {
  const value = toRecord(shape[key]);
  if (value["a"] === 1 && value["b"] === 0 && value["c"] === 0 && value["d"] === 1 && value["e"] === 0 && value["f"] === 0) return IDENTITY;
  const read = (name: string, fallback: number) => toNumber(value[name]) ?? fallback;
  return { a: read("a", 1), b: read("b", 0), c: read("c", 0), d: read("d", 1), e: read("e", 0), f: read("f", 0) };
}

const IDENTITY: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 };

/** Whether the shape has a place and a size at all. */
export function hasGeometry(shape: Shape): boolean {
  return storedBox(shape) !== undefined || storedPoints(shape) !== undefined;
}

interface Tree {
  children: Map<Shape, Shape[]>;
  parents: Map<Shape, Shape>;
  faults: Fault[];
}

function gather(objects: Record<string, Shape>, root: Shape): Tree {
  const children = new Map<Shape, Shape[]>();
  const parents = new Map<Shape, Shape>();
  const faults: Fault[] = [];
  const seen = new Set<Shape>([root]);
  const waiting: { shape: Shape; depth: number }[] = [{ shape: root, depth: 1 }];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { shape, depth } = next;
    const ids = Array.isArray(shape.shapes) ? shape.shapes : [];
    if (ids.length > 0 && depth >= DEEPEST) {
      faults.push({ shape, what: `more than ${DEEPEST} levels of layers` });
      continue;
    }
    const list: Shape[] = [];
    for (const id of ids) {
      const child = lookUp(objects, id);
      if (!child) faults.push({ shape, what: "a layer inside that is missing" });
      else if (seen.has(child)) faults.push({ shape, what: "a layer inside that stands in two places" });
      else {
        seen.add(child);
        parents.set(child, shape);
        list.push(child);
        waiting.push({ shape: child, depth: depth + 1 });
      }
    }
    children.set(shape, list);
  }
  return { children, parents, faults };
}

function passesPaintOn(shape: Shape): boolean {
  return shape["svgAttrs"] !== undefined || (shape.type === "group" && toRecords(shape["fills"]).length > 0);
}

/** Each masked group's first child. */
function masksOf(children: ReadonlyMap<Shape, readonly Shape[]>): Map<Shape, Shape> {
  const masks = new Map<Shape, Shape>();
  for (const [group, [first]] of children) if (first && group.type === "group" && group["maskedGroup"] === true) masks.set(group, first);
  return masks;
}

function lookUp(objects: Record<string, Shape>, id: string): Shape | undefined {
  return Object.hasOwn(objects, id) ? objects[id] : undefined;
}

function remember<Value>(memory: Map<Shape, Value>, shape: Shape, make: () => Value): Value {
  const known = memory.get(shape);
  if (known !== undefined || memory.has(shape)) return known as Value;
  const value = make();
  memory.set(shape, value);
  return value;
}

function moveRect(rect: Rect, move: Point): Rect {
  return toRect(rect.x + move.x, rect.y + move.y, rect.width, rect.height);
}

function untransformedBox(shape: Shape): Rect {
  return storedBox(shape) ?? boxOf(storedPoints(shape) ?? []);
}

function storedBox(shape: Shape): Rect | undefined {
  return readBox(toRecord(shape["selrect"])) ?? readBox(shape);
}

function readBox(source: Unknown): Rect | undefined {
  const x = toNumber(source["x"]);
  const y = toNumber(source["y"]);
  const width = toNumber(source["width"]);
  const height = toNumber(source["height"]);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return undefined;
  return toRect(x, y, width, height);
}

function transformedCorners(shape: Shape): readonly Point[] {
  const stored = storedPoints(shape);
  if (stored) return stored;
  const box = untransformedBox(shape);
  const matrix = around(centreOf(box), transformOf(shape));
  return cornersOf(box).map((corner) => apply(matrix, corner));
}

function storedPoints(shape: Shape): Point[] | undefined {
  const points = toRecords(shape["points"]).map((point) => ({ x: toNumber(point["x"]), y: toNumber(point["y"]) }));
  const good = points.filter((point): point is Point => point.x !== undefined && point.y !== undefined);
  return good.length > 0 && good.length === points.length ? good : undefined;
}
