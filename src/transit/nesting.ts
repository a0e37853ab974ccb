/** Deeper than any Penpot document; keeps recursive readers far from the end of the stack. */
export const MAX_NESTING = 1000;

/** How deep brackets nest outside strings in a JSON text, without parsing it. */
export function measureNesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 34) inString = !inString;
    else if (inString) at += code === 92 ? 1 : 0;
    else if (code === 91 || code === 123) deepest = Math.max(deepest, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return deepest;
}
