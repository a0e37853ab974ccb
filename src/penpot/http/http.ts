import { PermanentError, TransientError } from "../../errors.ts";
import { startDeadline } from "./deadline.ts";
import { sortNetworkError, toAbortError, toTimeoutError } from "./network-errors.ts";
import { createSlots } from "./slots.ts";

/** One HTTP request. `what` names it in messages; `patience` multiplies the quiet time allowed. */
export interface HttpRequest {
  what: string;
  url: string;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body?: string;
  patience?: number;
  signal: AbortSignal;
}

/** An answer whose body was not read yet; it must be read inside `send`. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  chunks(): AsyncGenerator<Uint8Array>;
  /** The whole body; more than `limit` bytes (after decompression) throws PENPOT_ANSWER_TOO_LARGE. */
  bytes(limit: number): Promise<Uint8Array>;
  /** At most the first `limit` bytes as text, for error bodies. */
  start(limit: number): Promise<string>;
}

/** Sends requests, a few at a time, each with a deadline; throws only the three error classes. */
export interface Http {
  send<T>(request: HttpRequest, read: (answer: HttpAnswer) => Promise<T>): Promise<T>;
  /** Stops everything under way. */
  close(): void;
}

export interface HttpOptions {
  fetch: typeof fetch;
  maxInFlight: number;
  /** Quiet time allowed before the headers and between two chunks; the whole exchange may take ten times that. */
  timeoutMs: number;
}

const TOTAL = 10;

/** Creates the sender; redirects are never followed and cookies never sent. */
export function createHttp({ fetch, maxInFlight, timeoutMs }: HttpOptions): Http {
  const slots = createSlots(maxInFlight);
  const closing = new AbortController();

  async function exchange<T>(request: HttpRequest, read: (answer: HttpAnswer) => Promise<T>): Promise<T> {
    const { what, url, method, headers, body, signal } = request;
    const idleMs = timeoutMs * (request.patience ?? 1);
    const deadline = startDeadline(idleMs, idleMs * TOTAL);
    const done = new AbortController();
    const sort = (error: unknown): Error => {
      if (signal.aborted) return toAbortError(what, signal.reason);
      if (closing.signal.aborted) return toAbortError(what, closing.signal.reason);
      return deadline.signal.aborted ? toTimeoutError(what, idleMs) : sortNetworkError(what, error);
    };
    try {
      const response = await fetch(url, {
        method,
        headers,
        redirect: "manual",
        signal: AbortSignal.any([signal, closing.signal, deadline.signal, done.signal]),
        ...(body !== undefined && { body }),
      }).catch((error: unknown) => Promise.reject(sort(error)));
      deadline.touch();
      return await read(toAnswer(what, response, deadline.touch, sort));
    } finally {
      deadline.stop();
      // A body that was not read to its end would keep the connection.
      done.abort();
    }
  }

  return {
    async send(request, read) {
      const waiting = AbortSignal.any([request.signal, closing.signal]);
      const giveBack = await slots.take(waiting).catch((reason: unknown) => Promise.reject(toAbortError(request.what, reason)));
      try {
        return await exchange(request, read);
      } finally {
        giveBack();
      }
    },
    close() {
      closing.abort(new TransientError("PENPOT_CLOSED", "The Penpot client was closed while a call was under way."));
    },
  };
}

function toAnswer(what: string, response: Response, touch: () => void, sort: (error: unknown) => Error): HttpAnswer {
  async function* chunks(): AsyncGenerator<Uint8Array> {
    if (!response.body) return;
    const reader = response.body.getReader();
    for (;;) {
      const { done, value } = await reader.read().catch((error: unknown) => Promise.reject(sort(error)));
      if (done) return;
      touch();
      yield value;
    }
  }
  return {
    status: response.status,
    headers: response.headers,
    chunks,
    async bytes(limit) {
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of chunks()) {
        size += chunk.length;
        if (size > limit) throw tooLarge(what, limit);
        parts.push(chunk);
      }
      return Buffer.concat(parts, size);
    },
    async start(limit) {
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const chunk of chunks()) {
        parts.push(chunk);
        size += chunk.length;
        if (size >= limit) break;
      }
      return Buffer.concat(parts).subarray(0, limit).toString("utf8");
    },
  };
}

function tooLarge(what: string, limit: number): PermanentError {
  return new PermanentError("PENPOT_ANSWER_TOO_LARGE", `The answer to ${what} is larger than ${Math.round(limit / 1_048_576)} MiB.`, {
    hint: "Split the design file, or move old pages out of it; make a picture or font of that size smaller.",
  });
}
