const SEGMENT_BYTES = 28;
const COMMANDS: Readonly<Record<string, number>> = { M: 1, L: 2, C: 3, Z: 4 };
const NAMES: Readonly<Record<string, string>> = { "move-to": "M", "line-to": "L", "curve-to": "C", "close-path": "Z" };

interface Segment {
  command: string;
  params?: { x?: number; y?: number; c1x?: number; c1y?: number; c2x?: number; c2y?: number };
}

/** Path content of an archive, a string or a list of segments, as Penpot's binary form (file-model.md §1.7). */
export function toPathBytes(content: unknown): Uint8Array {
  const segments = typeof content === "string" ? parsePath(content) : Array.isArray(content) ? content.map(fromSegment) : [];
  const bytes = new Uint8Array(segments.length * SEGMENT_BYTES);
  const view = new DataView(bytes.buffer);
  segments.forEach(({ command, numbers }, index) => {
    const start = index * SEGMENT_BYTES;
    view.setInt16(start, command, true);
    // One pair is the end point, three are two control points and the end point; the end point stands last.
    const first = start + SEGMENT_BYTES - numbers.length * 4;
    for (const [at, number] of numbers.entries()) view.setFloat32(first + at * 4, number, true);
  });
  return bytes;
}

function parsePath(path: string): { command: number; numbers: number[] }[] {
  return [...path.matchAll(/([MLCZ])([^MLCZ]*)/g)].map(([, letter = "", rest = ""]) => ({
    command: COMMANDS[letter] ?? 0,
    numbers: rest
      .split(/[\s,]+/)
      .filter((part) => part !== "")
      .map(Number),
  }));
}

function fromSegment(item: unknown): { command: number; numbers: number[] } {
  const { command, params = {} } = item as Segment;
  const letter = NAMES[command] ?? "";
  const { x = 0, y = 0, c1x = x, c1y = y, c2x = x, c2y = y } = params;
  const numbers = letter === "C" ? [c1x, c1y, c2x, c2y, x, y] : letter === "Z" ? [] : [x, y];
  return { command: COMMANDS[letter] ?? 0, numbers };
}
