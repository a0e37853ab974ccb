const SHAPE = /<(?:path|rect|circle|ellipse|line|polyline|polygon)\b[^<>]*\/>/g;

/**
 * The same picture in a form that svg-to-pdfkit draws rightly: PDF paints fill and stroke of an element at once, so that
 * neither shines through the other. `isDrawable` holds back what cannot be told from the element alone.
 */
export function toPlainSvg(svg: string): string {
  return svg.replace(SHAPE, (tag) => {
    const opacity = attributeOf(tag, "opacity");
    const parts = splitPaints(opacity === undefined ? tag : without(tag, "opacity"));
    return opacity === undefined ? parts : `<g opacity="${opacity}">${parts}</g>`;
  });
}

/** Whether an element's stroke must be painted after its fill, and not with it. */
export function needsSplit(attributes: ReadonlyMap<string, string>): boolean {
  const paints = [attributes.get("fill"), attributes.get("stroke")];
  return attributes.has("stroke-opacity") || attributes.has("fill-opacity") || paints.some((paint) => paint?.startsWith("url("));
}

function splitPaints(tag: string): string {
  const stroke = attributeOf(tag, "stroke");
  if (stroke === undefined || stroke === "none" || attributeOf(tag, "fill") === "none") return tag;
  const attributes = new Map([...tag.matchAll(/([\w:-]+)="([^"]*)"/g)].map(([, name = "", value = ""]) => [name, value]));
  if (!needsSplit(attributes)) return tag;
  const fill = ["stroke", "marker-start", "marker-mid", "marker-end"].reduce(without, tag).replace("/>", ' stroke="none"/>');
  return fill + without(tag, "fill").replace("/>", ' fill="none"/>');
}

function attributeOf(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
}

function without(tag: string, name: string): string {
  return tag.replace(new RegExp(`\\s${name}="[^"]*"`), "");
}
