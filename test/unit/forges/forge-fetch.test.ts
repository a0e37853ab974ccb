import { describe, expect, it } from "vitest";
import { TransientError } from "../../../src/errors.ts";
import { createForgeFetch, toAnswerError, unwrapError } from "../../../src/forges/forge-fetch.ts";

const NOW = 1_800_000_000_000;

function ask(response: Response): Promise<Response> {
  return createForgeFetch("gh", { fetch: async () => response, now: () => NOW })("http://host/");
}

describe("a request to a forge", () => {
  it.each([200, 204, 301, 401, 403, 404, 409, 422])("gives the answer %i to who asked", async (status) => {
    expect((await ask(new Response(null, { status }))).status).toBe(status);
  });

  it.each<[string, number, Record<string, string>, number | undefined]>([
    ["seconds", 429, { "retry-after": "30" }, 30_000],
    ["a date", 429, { "retry-after": new Date(NOW + 45_000).toUTCString() }, 45_000],
    ["a date in the past", 429, { "retry-after": new Date(NOW - 45_000).toUTCString() }, 1000],
    ["nonsense", 429, { "retry-after": "soon" }, 60_000],
    ["nothing", 429, {}, 60_000],
    ["a reset time", 429, { "ratelimit-reset": String(NOW / 1000 + 20) }, 20_000],
    ["more than an hour", 429, { "retry-after": "86400" }, 3_600_000],
    ["a used-up quota", 403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(NOW / 1000 + 12) }, 12_000],
    ["a pause with 403", 403, { "retry-after": "60" }, 60_000],
    ["maintenance", 503, { "retry-after": "10" }, 10_000],
    ["no time with 503", 503, {}, undefined],
    ["no time with 500", 500, { "retry-after": "10" }, undefined],
  ])("passes on how long to wait: %s", async (_, status, headers, retryAfterMs) => {
    const error = await ask(new Response("", { status, headers })).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(TransientError);
    expect(error.retryAfterMs).toBe(retryAfterMs);
  });

  it.each([
    ["ECONNREFUSED", "TransientError", "FORGE_UNREACHABLE"],
    ["ENOTFOUND", "TransientError", "FORGE_UNREACHABLE"],
    ["CERT_HAS_EXPIRED", "PermanentError", "FORGE_CERTIFICATE"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", "PermanentError", "FORGE_CERTIFICATE"],
  ])("sorts the socket error %s", async (code, name, expected) => {
    const failing = async () => {
      throw new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
    };
    await expect(createForgeFetch("gh", { fetch: failing })("http://host/")).rejects.toMatchObject({ name, code: expected });
  });

  it("tells being stopped from being late", async () => {
    const hanging: typeof fetch = (_, init) => {
      const { promise, reject } = Promise.withResolvers<Response>();
      if (init?.signal?.aborted) reject(init.signal.reason);
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason));
      return promise;
    };
    const send = createForgeFetch("gh", { fetch: hanging, requestTimeoutMs: 10 });
    await expect(send("http://host/", { signal: AbortSignal.abort() }).catch((error) => error.code)).resolves.toBe("ABORTED");
    await expect(send("http://host/")).rejects.toMatchObject({ code: "FORGE_TIMEOUT" });
  });
});

describe("sorting an answer", () => {
  it.each([
    [401, "PermanentError", "FORGE_AUTH"],
    [403, "PermanentError", "FORGE_FORBIDDEN"],
    [404, "UserError", "REPOSITORY_NOT_FOUND"],
    [410, "UserError", "REPOSITORY_NOT_FOUND"],
    [422, "PermanentError", "FORGE_REFUSED"],
  ])("makes %i a %s", (status, name, code) => {
    expect(toAnswerError(status, "said\n  this", "open a pull request of acme/web")).toMatchObject({
      name,
      code,
      message: expect.stringContaining("open a pull request of acme/web"),
      hint: expect.any(String),
    });
  });

  it("finds our error inside what a library threw", () => {
    const ours = new TransientError("X", "x");
    expect(unwrapError(new Error("outer", { cause: new Error("inner", { cause: ours }) }))).toBe(ours);
    const theirs = new Error("theirs");
    expect(unwrapError(theirs)).toBe(theirs);
  });
});
