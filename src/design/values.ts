/** Takes a sentence about what could not be read. */
export type Report = (problem: string) => void;

/** Whether a value is a plain object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Map);
}

/** A text; numbers count as texts because Penpot writes both (file-model.md §2.6). */
export function toText(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" ? value : undefined;
}

/** A group such as `Icons / Navigation` as its trimmed, non-empty parts (file-model.md §3.1). */
export function toPath(value: unknown): string[] {
  return (toText(value) ?? "")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

/** An instant as ISO-8601 with milliseconds, the precision every channel has; undefined when it is none. */
export function toInstant(value: unknown): string | undefined {
  const ms = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString().replace(".000Z", "Z");
}

/** The texts of an array; nothing for anything else. */
export function toTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

type WithoutUndefined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** The object without what is undefined in it. */
export function withoutUndefined<T extends object>(value: T): WithoutUndefined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as WithoutUndefined<T>;
}

/** Whether a value stands for a fragment that was not fetched: `{ pointer }` of Transit, `[id, { createdAt }]` of JSON (file-model.md §1.6). */
export function isPointer(value: unknown): boolean {
  if (isRecord(value)) return typeof value.pointer === "string" || value.type === "pointer";
  return Array.isArray(value) && value.length === 2 && typeof value[0] === "string" && isRecord(value[1]);
}

/** Compares texts by code unit, so that the order is the same on every machine. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

interface Named {
  id: string;
  name: string;
  path: readonly string[];
}

/** Orders library entries by path, name and id. */
export function compareEntries(a: Named, b: Named): number {
  for (const [index, part] of a.path.entries()) {
    const other = b.path[index];
    if (other === undefined) return 1;
    if (part !== other) return compareTexts(part, other);
  }
  if (a.path.length !== b.path.length) return -1;
  return compareTexts(a.name, b.name) || compareTexts(a.id, b.id);
}
