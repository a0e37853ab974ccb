/** A plain object of unknown content; design data is read key by key and never trusted. */
export type Unknown = Record<string, unknown>;

/** The value as an object, or an empty one; missing and null are alike (source page section 0.2). */
export function toRecord(value: unknown): Unknown {
  return isRecord(value) ? value : {};
}

export function isRecord(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The objects of a list; anything else is left out. */
export function toRecords(value: unknown): Unknown[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** A finite number, or nothing. */
export function toNumber(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

export function toText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** Design text as part of a sentence: quoted, control characters escaped, shortened. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 79)}…` : text);
}

/** The largest of the numbers, at least 0; the list may be of any length. */
export function largest(numbers: readonly number[]): number {
  return numbers.reduce((most, number) => Math.max(most, number), 0);
}
