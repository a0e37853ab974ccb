export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

/** An object without a prototype, so that any name can be a key. */
export interface JsonObject {
  [key: string]: JsonValue;
}

const DEEPEST = 50;

/** Makes an object of entries, in their order; JavaScript puts whole numbers first whatever the order. */
export function toJsonObject(entries: Iterable<readonly [string, JsonValue]>): JsonObject {
  const object: JsonObject = Object.create(null);
  for (const [key, value] of entries) object[key] = value;
  return object;
}

/** The value with the keys of all objects in it sorted; undefined when it is nested too deeply. */
export function sortKeys(value: unknown, depth = 0): JsonValue | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value)) return all(value.map((item) => sortKeys(item, depth + 1)));
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    const values = all(entries.map(([, item]) => sortKeys(item, depth + 1)));
    return values && toJsonObject(entries.map(([key], index): [string, JsonValue] => [key, values[index] ?? null]));
  }
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value) ? (value as string | boolean | number) : null;
}

/** JSON with two spaces and a newline at the end. */
export function printJson(value: JsonValue): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function all(values: readonly (JsonValue | undefined)[]): readonly JsonValue[] | undefined {
  return values.includes(undefined) ? undefined : (values as readonly JsonValue[]);
}
