import { type Drawing, type IconNode, presentationOf } from "./element.ts";

const PAINTED = new Set(["path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan"]);
const NOT_PAINTED = new Set(["clipPath", "mask", "marker", "linearGradient", "radialGradient"]);

/** Whether all that is painted has one and the same colour, whatever its opacity; so a platform may give it another. */
export function isSingleColor({ attributes, children }: Drawing): boolean {
  const paints = new Set<string>();
  collect([{ tag: "g", attributes, children }], { fill: "#000000", stroke: "none", color: "currentcolor" }, paints);
  const [only] = paints;
  return paints.size === 1 && only !== undefined && !only.startsWith("url(");
}

interface Inherited {
  fill: string;
  stroke: string;
  color: string;
}

function collect(nodes: readonly IconNode[], parent: Inherited, paints: Set<string>): void {
  for (const node of nodes) {
    if (typeof node === "string" || NOT_PAINTED.has(node.tag)) continue;
    const style = inherit(parent, presentationOf(node));
    if (PAINTED.has(node.tag)) for (const paint of [style.fill, style.stroke]) if (paint !== "none") paints.add(toLong(paint));
    if (node.tag === "image" || node.tag === "pattern") paints.add("url(");
    collect(node.children, style, paints);
  }
}

function inherit(parent: Inherited, own: Readonly<Record<string, string | undefined>>): Inherited {
  const color = own["color"]?.toLowerCase() ?? parent.color;
  const read = (paint: string | undefined, inherited: string) => {
    const value = paint?.toLowerCase() ?? inherited;
    return value === "currentcolor" ? color : value;
  };
  return { fill: read(own["fill"], parent.fill), stroke: read(own["stroke"], parent.stroke), color };
}

const LONG: Record<string, string> = { black: "#000000", white: "#ffffff" };

function toLong(paint: string): string {
  return LONG[paint] ?? paint.replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/, "#$1$1$2$2$3$3");
}
