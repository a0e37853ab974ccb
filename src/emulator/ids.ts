import { createHash, randomUUID } from "node:crypto";

/** The id of the anonymous profile and of every page's root frame. */
export const ZERO_ID = "00000000-0000-0000-0000-000000000000";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Tells a UUID in Penpot's lower-case form; any version, as Penpot's are version 8 (integration.md §2.3). */
export function isUuid(value: unknown): value is string {
  return typeof value === "string" && UUID.test(value);
}

/** A fresh id in the form of Penpot's (UUID version 8). */
export function createId(): string {
  return toVersion8(randomUUID());
}

/** The id that always follows from the same parts, in the form of Penpot's (UUID version 8). */
export function deriveId(...parts: readonly string[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  return toVersion8(`${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`);
}

function toVersion8(id: string): string {
  return `${id.slice(0, 14)}8${id.slice(15, 19)}8${id.slice(20)}`;
}
