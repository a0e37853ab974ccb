import type { PermanentError, TransientError } from "../errors.ts";
import type { Format } from "../penpot.ts";
import { decodeTransit } from "../transit/index.ts";
import { brokenAnswer, sortRefusal } from "./errors.ts";
import type { HttpAnswer } from "./http/http.ts";
import { parseEvents } from "./http/sse.ts";

/** What an RPC answered: a value in text form, a binary, the data of a stream's `end`, 204 (`none`) or 304 (`unchanged`). */
export type Answer =
  | { kind: "value"; format: Format; text: string; etag?: string }
  | { kind: "bytes"; bytes: Uint8Array }
  | { kind: "end"; data: unknown }
  | { kind: "none" }
  | { kind: "unchanged" };

export interface AnswerContext {
  maxBytes: number;
  now: () => number;
  /** Masks the token, should a server echo it. */
  redact: (text: string) => string;
}

const LARGEST_REFUSAL = 1_048_576;

/** Reads an answer with a good status by its content type (integration.md §7.4, §7.8). */
export async function readAnswer(answer: HttpAnswer, what: string, context: AnswerContext): Promise<Answer> {
  if (answer.status === 204) return { kind: "none" };
  if (answer.status === 304) return { kind: "unchanged" };
  const contentType = answer.headers.get("content-type") ?? "";
  if (contentType.startsWith("text/event-stream")) return { kind: "end", data: await readStream(answer, what, context) };
  if (/^application\/(octet-stream|zip)/.test(contentType)) return { kind: "bytes", bytes: await answer.bytes(context.maxBytes) };
  const format = toFormat(contentType);
  if (!format) throw brokenAnswer(what, contentType.startsWith("text/html") ? "it is a web page" : "it is neither JSON nor Transit");
  const text = new TextDecoder().decode(await answer.bytes(context.maxBytes));
  if (text === "") throw brokenAnswer(what, "it is empty");
  const etag = answer.headers.get("etag");
  return { kind: "value", format, text, ...(etag !== null && { etag }) };
}

function toFormat(contentType: string): Format | undefined {
  if (contentType.startsWith("application/transit+json")) return "transit";
  return contentType.startsWith("application/json") ? "json" : undefined;
}

/** The data of the stream's `end`; an `error` event or a stream without either is a failure (integration.md §7.8). */
async function readStream(answer: HttpAnswer, what: string, context: AnswerContext): Promise<unknown> {
  try {
    for await (const { event, data } of parseEvents(answer.chunks())) {
      if (event === "end") return readData(data, what);
      if (event === "error") throw toStreamError(parseMap(data, "transit", context), what, context);
    }
  } catch (error) {
    throw error instanceof RangeError ? brokenAnswer(what, "a message of the stream does not end", error) : error;
  }
  throw brokenAnswer(what, "the stream closed before its end");
}

function readData(data: string, what: string): unknown {
  try {
    return decodeTransit(data);
  } catch {
    throw brokenAnswer(what, "the end of the stream is no Transit");
  }
}

const STATUS: Record<string, number> = {
  authentication: 401,
  authorization: 403,
  "not-found": 404,
  validation: 400,
  restriction: 400,
  "rate-limit": 429,
  "concurrency-limit": 429,
};

function toStreamError(body: Record<string, unknown> | undefined, what: string, { now }: AnswerContext): Error {
  const status = STATUS[String(body?.["type"])] ?? 500;
  return sortRefusal({ what, status, headers: new Headers(), ...(body && { body }), now: now() });
}

/** Reads and sorts an answer that is no success. `isUnrouted`: a 404 that Penpot's RPC did not write itself. */
export async function readRefusal(
  answer: HttpAnswer,
  what: string,
  context: AnswerContext,
): Promise<{ error: TransientError | PermanentError; isUnrouted: boolean }> {
  const text = await answer.start(LARGEST_REFUSAL);
  const format = toFormat(answer.headers.get("content-type") ?? "");
  const body = format && parseMap(text, format, context);
  const { status, headers } = answer;
  return { error: sortRefusal({ what, status, headers, ...(body && { body }), now: context.now() }), isUnrouted: status === 404 && !body };
}

/** An error map with the token masked in it; undefined when it is none. */
function parseMap(text: string, format: Format, { redact }: AnswerContext): Record<string, unknown> | undefined {
  try {
    const value: unknown = format === "json" ? JSON.parse(redact(text)) : decodeTransit(redact(text));
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    return isMap ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
