/** A line of a diff: in both, only in the old, or only in the new text. */
interface DiffLine {
  sign: " " | "-" | "+";
  text: string;
}

const CONTEXT = 3;
const MAX_CELLS = 1_000_000;

/** The hunks of a unified diff, without file headers; nothing for equal texts. Texts that differ in very many lines are shown as one replacement. */
export function toUnifiedDiff(before: string, after: string): string[] {
  const lines = compare(toLines(before), toLines(after));
  return toHunks(lines).flatMap(({ head, body }) => [head, ...body.map(({ sign, text }) => sign + text)]);
}

function toLines(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  else if (lines.length > 0) lines.push("\\ No newline at end of file");
  return lines;
}

function compare(before: readonly string[], after: readonly string[]): DiffLine[] {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head++;
  let tail = 0;
  const longest = Math.min(before.length, after.length) - head;
  while (tail < longest && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  const same = (text: string): DiffLine => ({ sign: " ", text });
  return [
    ...before.slice(0, head).map(same),
    ...compareMiddle(before.slice(head, before.length - tail), after.slice(head, after.length - tail)),
    ...before.slice(before.length - tail).map(same),
  ];
}

/** The longest common subsequence by the textbook's table, where the table is small enough. */
function compareMiddle(before: readonly string[], after: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ sign: "-", text });
  const added = (text: string): DiffLine => ({ sign: "+", text });
  if (before.length * after.length > MAX_CELLS) return [...before.map(removed), ...after.map(added)];
  const width = after.length + 1;
  const table = new Uint32Array((before.length + 1) * width);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      table[i * width + j] = before[i] === after[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < before.length || j < after.length) {
    const old = before[i];
    const fresh = after[j];
    if (old !== undefined && old === fresh) {
      lines.push({ sign: " ", text: old });
      i++;
      j++;
    } else if (old !== undefined && (fresh === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(old));
      i++;
    } else {
      lines.push(added(fresh ?? ""));
      j++;
    }
  }
  return lines;
}

interface Hunk {
  head: string;
  body: DiffLine[];
}

function toHunks(lines: readonly DiffLine[]): Hunk[] {
  const isNear = nearChanges(lines);
  const hunks: Hunk[] = [];
  let position = { old: 1, new: 1 };
  for (let index = 0; index < lines.length; ) {
    if (!isNear[index]) {
      position = { old: position.old + 1, new: position.new + 1 };
      index++;
      continue;
    }
    const end = lines.findIndex((_, at) => at > index && !isNear[at]);
    const body = lines.slice(index, end < 0 ? lines.length : end);
    const old = body.filter(({ sign }) => sign !== "+").length;
    const fresh = body.filter(({ sign }) => sign !== "-").length;
    hunks.push({ head: `@@ -${range(position.old, old)} +${range(position.new, fresh)} @@`, body });
    position = { old: position.old + old, new: position.new + fresh };
    index += body.length;
  }
  return hunks;
}

function nearChanges(lines: readonly DiffLine[]): boolean[] {
  const near = lines.map(() => false);
  for (const [index, { sign }] of lines.entries()) {
    if (sign === " ") continue;
    near.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  }
  return near;
}

function range(start: number, length: number): string {
  if (length === 1) return String(start);
  return `${length === 0 ? start - 1 : start},${length}`;
}
