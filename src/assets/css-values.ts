const VARIABLE = /var\(\s*--[^\s,()]+\s*(?:,((?:[^()]|\([^()]*\))*))?\)/g;

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

/** Whether an SVG holds text that is not outlines: it needs a font, and looks different on every machine. */
export function hasText(svg: string): boolean {
  return /<text[\s>]/.test(svg);
}
