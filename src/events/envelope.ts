import type { Delivery } from "../delivery.ts";
import { UserError } from "../errors.ts";

/** How deep a body may nest; Penpot's own stay below ten. */
const MAX_DEPTH = 64;

/** A body that is JSON, is a map as its content type wants it, and nests within bounds. `value` is the JSON value, Transit not yet decoded. */
export interface Envelope {
  text: string;
  value: unknown;
}

/** Looks at a delivery's structure only, cheaply enough to be done before it is answered. Throws DELIVERY_UNREADABLE. */
export function readEnvelope({ contentType, body }: Pick<Delivery, "contentType" | "body">): Envelope {
  const text = body.toString("utf8");
  const value = parseJson(text);
  if (mayNestDeeper(text, MAX_DEPTH) && isNestedDeeper(value, MAX_DEPTH)) throw unreadable(`it nests deeper than ${MAX_DEPTH} levels`);
  if (contentType === "application/json") {
    if (!isMap(value)) throw unreadable(`it holds ${describe(value)} where Penpot sends an object`);
  } else if (!isTransitMap(value)) {
    throw unreadable(`it holds ${describe(value)} where Penpot sends a Transit map`);
  }
  return { text, value };
}

/** The error for a body nobody can read; `why` completes "The webhook's body cannot be read: …". */
export function unreadable(why: string, cause?: unknown): UserError {
  return new UserError("DELIVERY_UNREADABLE", `The webhook's body cannot be read: ${why}.`, {
    hint: "Penpot sends one event as a JSON object or a Transit map. Check that the content type says which, and that no proxy changes the body.",
    ...(cause !== undefined && { cause }),
  });
}

/** True for an object with keys, as JSON makes it. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Compact Transit writes a map as `["^ ", key, value, …]`, verbose Transit as an object; one key `~#tag` is a tagged value and no map. */
function isTransitMap(value: unknown): boolean {
  if (Array.isArray(value)) return value[0] === "^ " && value.length % 2 === 1;
  if (!isMap(value)) return false;
  const [first, ...others] = Object.keys(value);
  return others.length > 0 || !first?.startsWith("~#");
}

/** The engine's own message quotes the body, which may hold personal data: only the position is passed on. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") throw unreadable("it is empty");
    const message = error instanceof Error ? error.message : "";
    const at = /at position (\d+)/.exec(message)?.[1];
    const where = message.includes("end of JSON") ? "ends too early" : at ? `is broken at character ${at}` : "is none from its beginning";
    throw unreadable(`it is not valid JSON, it ${where}`);
  }
}

/** False when there are too few brackets for it: true of all that Penpot sends, and far cheaper than a walk. */
function mayNestDeeper(text: string, limit: number): boolean {
  return countUpTo(text, "[", limit + 1) + countUpTo(text, "{", limit + 1) > limit;
}

function countUpTo(text: string, mark: string, most: number): number {
  let count = 0;
  for (let at = text.indexOf(mark); at >= 0 && count < most; at = text.indexOf(mark, at + 1)) count++;
  return count;
}

function isNestedDeeper(value: unknown, limit: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (limit === 0) return true;
  const items: unknown[] = Array.isArray(value) ? value : Object.values(value);
  return items.some((item) => isNestedDeeper(item, limit - 1));
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
