const LEAD = 40;

/** Cuts the lines of a unified diff to a length. Of long lines that replace each other the part is shown where they begin to differ. */
export function cutLines(lines: readonly string[], most: number): string[] {
  const cut: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const removed = run(lines, at, "-");
    const added = run(lines, at + removed.length, "+");
    if (removed.length + added.length === 0) {
      cut.push(cutFrom(lines[at] ?? "", 0, most));
      at++;
      continue;
    }
    const starts = removed.map((line, index) => startOf(line, added[index], most));
    cut.push(...removed.map((line, index) => cutFrom(line, starts[index] ?? 0, most)));
    cut.push(...added.map((line, index) => cutFrom(line, starts[index] ?? 0, most)));
    at += removed.length + added.length;
  }
  return cut;
}

/** The lines with that sign, from a place on. */
function run(lines: readonly string[], start: number, sign: string): string[] {
  const end = lines.findIndex((line, at) => at >= start && !line.startsWith(sign));
  return lines.slice(start, end < 0 ? lines.length : end);
}

/** Where the shown part of two lines starts: at 0, unless all that would be seen from there is alike. */
function startOf(one: string, other: string | undefined, most: number): number {
  if (other === undefined || Math.max(one.length, other.length) <= most) return 0;
  let first = 1;
  while (first < one.length && one[first] === other[first]) first++;
  return first + LEAD < most ? 0 : first - LEAD;
}

/** A line's part from a place on; its sign stays in front. */
function cutFrom(line: string, start: number, most: number): string {
  const rest = start === 0 ? line : `${line.charAt(0)}…${wellFormed(line.slice(start))}`;
  return rest.length > most ? `${wellFormed(rest.slice(0, most - 1))}…` : rest;
}

/** Without the half of a character at an edge. */
function wellFormed(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, "");
}
