/** A piece of a text: literal, or the name in `{…}`. */
export type Piece = string | { name: string };

/** Splits a text at its references `{token.name}` (file-model §6.3); spaces inside the braces do not count. One pass, whatever the text. */
export function splitReferences(text: string): Piece[] {
  const pieces: Piece[] = [];
  let done = 0;
  let from = text.indexOf("{");
  while (from >= 0) {
    const to = text.indexOf("}", from);
    if (to < 0) break;
    if (to === from + 1) {
      from = text.indexOf("{", to);
      continue;
    }
    if (from > done) pieces.push(text.slice(done, from));
    pieces.push({ name: text.slice(from + 1, to).trim() });
    done = to + 1;
    from = text.indexOf("{", done);
  }
  if (done < text.length) pieces.push(text.slice(done));
  return pieces;
}

/** The name a text refers to when it is one reference and nothing else. */
export function toAlias(text: string): string | undefined {
  if (!text.startsWith("{") || text.indexOf("}") !== text.length - 1 || text.length < 3) return undefined;
  return text.slice(1, -1).trim();
}
