import { readFileSync } from "node:fs";

const ACME = new URL("../../test/fixtures/penpot/acme/acme.v1.get-file.json", import.meta.url);
const GOLDEN = new URL("../../test/fixtures/penpot/rendering-golden.json", import.meta.url);
const ROOT = "00000000-0000-0000-0000-000000000000";
const PAGE = "d9b510f7-aa30-873a-8f92-2bab8d8dff02";

type Json = Record<string, unknown>;
type Shape = Json & { id: string; shapes?: string[] };

interface Drawing {
  root: string;
  shapes: Shape[];
}

interface IconFile extends Json {
  data: Json & { pagesIndex: Record<string, { objects: Record<string, Shape> }> };
}

/** A get-file answer, as parsed JSON, with that many icons: those of Acme and Penpot's golden shapes in turn, each with curves of its own. */
export function createIconFile(count: number): IconFile {
  const file = JSON.parse(readFileSync(ACME, "utf8")) as IconFile;
  const drawings = [...acmeIcons(file), ...goldenShapes()];
  const objects: Record<string, Shape> = {};
  const components: Record<string, Json> = {};
  const roots: string[] = [];
  for (let index = 0; index < count; index++) {
    const { root, shapes } = copy(drawings[index % drawings.length] as Drawing, index);
    for (const shape of shapes) objects[shape.id] = shape;
    roots.push(root);
    components[root] = { id: root, name: `icon-${index}`, path: "icons", mainInstanceId: root, mainInstancePage: PAGE };
  }
  objects[ROOT] = { id: ROOT, name: "Root Frame", type: "frame", parentId: ROOT, frameId: ROOT, shapes: roots };
  return {
    ...file,
    data: { ...file.data, components, pages: [PAGE], pagesIndex: { [PAGE]: { id: PAGE, name: "Icons", objects } as never } },
  };
}

/** The same file after somebody made one icon another one. */
export function changeOneIcon(file: IconFile): IconFile {
  const changed = structuredClone(file);
  const shapes = Object.values(changed.data.pagesIndex[PAGE]?.objects ?? {});
  const path = shapes[Math.floor(shapes.length / 2)];
  if (path) path["opacity"] = 0.5;
  return changed;
}

function acmeIcons({ data }: IconFile): Drawing[] {
  return Object.values(data["components"] as Record<string, { path: string; mainInstanceId: string; mainInstancePage: string }>)
    .filter(({ path }) => path.startsWith("icon"))
    .map(({ mainInstanceId, mainInstancePage }) => takeTree(data.pagesIndex[mainInstancePage]?.objects ?? {}, mainInstanceId));
}

function goldenShapes(): Drawing[] {
  const { cases } = JSON.parse(readFileSync(GOLDEN, "utf8")) as { cases: { root: string; objects: Record<string, Shape> }[] };
  const drawings = cases.map(({ root, objects }) => takeTree(objects, root));
  // Texts and images need files that are not here.
  return drawings.filter(({ shapes }) => !/"type":"text"|mage"/.test(JSON.stringify(shapes)));
}

function takeTree(objects: Record<string, Shape>, root: string): Drawing {
  const shape = objects[root];
  if (!shape) return { root, shapes: [] };
  return { root, shapes: [shape, ...(shape.shapes ?? []).flatMap((id) => takeTree(objects, id).shapes)] };
}

function copy({ root, shapes }: Drawing, index: number): Drawing {
  const start = index.toString(16).padStart(8, "0");
  const ids = new Map(shapes.map(({ id }, at) => [id, `${start}-0000-4000-8000-${at.toString(16).padStart(12, "0")}`]));
  const copied = JSON.parse(JSON.stringify(shapes), (_key, value) => ids.get(value) ?? value) as Shape[];
  const [first] = copied;
  if (first) Object.assign(first, { parentId: ROOT, frameId: ROOT });
  for (const shape of copied) if (typeof shape["content"] === "string") shape["content"] += drawCurves(shape, index);
  return { root: ids.get(root) ?? root, shapes: copied };
}

/** From none to two hundred curves inside a shape's own box, other ones for each icon. */
function drawCurves({ selrect }: Shape, index: number): string {
  const { x, y, width, height } = selrect as Record<"x" | "y" | "width" | "height", number>;
  let state = index + 1;
  const next = (from: number, length: number): string => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (from + (length * state) / 2 ** 32).toFixed(3);
  };
  const point = (): string => `${next(x, width)},${next(y, height)}`;
  const curves = Array.from({ length: (index * 7) % 201 }, () => `C${point()},${point()},${point()}`);
  return curves.length === 0 ? "" : `M${point()}${curves.join("")}Z`;
}
