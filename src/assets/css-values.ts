const VARIABLE = /var\(\s*--[^\s,()]+\s*(?:,((?:[^()]|\([^()]*\))*))?\)/g;
const TEXT = /<(?:[\w.-]+:)?text[\s/>]/;
const TEXTS = /<((?:[\w.-]+:)?text)(?:\s[^<>]*)?(?:\/>|>[\s\S]*?<\/\1\s*>)/g;
/** Pictures in a picture: their encoding and content. */
const NESTED = /data:image\/svg\+xml([^,"'<>]*),([^"'<>]*)/g;

/** The SVG with every `var(--name, fallback)` replaced by its fallback: as it looks where no page says otherwise, for programs that know no CSS. */
export function resolveVariables(svg: string): string {
  // From the inside out, as a fallback may be a variable again.
  for (let text = svg; ; ) {
    const next = text.includes("var(")
      ? text.replace(VARIABLE, (_whole, fallback: string | undefined) => fallback?.trim() || "#000")
      : text;
    if (next === text) return text;
    text = next;
  }
}

/** Whether an SVG, or one embedded in it, holds text that is not outlines: it needs a font, and looks different on every machine. */
export function hasText(svg: string): boolean {
  if (TEXT.test(svg)) return true;
  return svg.includes("data:image/svg+xml") && [...svg.matchAll(NESTED)].some(([, form, data]) => hasText(decode(form, data)));
}

/** The SVG as a machine without any font shows it. */
export function withoutText(svg: string): string {
  if (!hasText(svg)) return svg;
  const inner = (_whole: string, form: string, data: string): string =>
    `data:image/svg+xml;base64,${Buffer.from(withoutText(decode(form, data))).toString("base64")}`;
  return svg.replace(TEXTS, "").replace(NESTED, inner);
}

function decode(form = "", data = ""): string {
  if (/;\s*base64/i.test(form)) return Buffer.from(data, "base64").toString("utf8");
  try {
    return decodeURIComponent(data);
  } catch {
    return data;
  }
}
