import { describe, expect, it } from "vitest";
import { PermanentError, TransientError } from "../../../src/errors.ts";
import { faultOf, readRetryAfter, sortRefusal } from "../../../src/penpot/errors.ts";

const NOW = Date.parse("2026-11-21T18:00:00Z");
const refuse = (status: number, body?: Record<string, unknown>, headers: Record<string, string> = {}) =>
  sortRefusal({ what: "get-file at https://penpot.example", status, headers: new Headers(headers), ...(body && { body }), now: NOW });

describe("the wait a server asks for", () => {
  const wait = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), NOW);

  it("is Retry-After in seconds", () => expect(wait({ "retry-after": "7" })).toBe(7000));
  it("is Retry-After as a date", () => expect(wait({ "retry-after": "Sat, 21 Nov 2026 18:00:30 GMT" })).toBe(30_000));
  it("is counted from the server's clock when it tells it", () =>
    expect(wait({ "retry-after": "Sat, 21 Nov 2026 18:00:30 GMT", date: "Sat, 21 Nov 2026 18:00:20 GMT" })).toBe(10_000));
  it("is the reset of the limit that is used up", () =>
    expect(
      wait({ "x-rate-limit-remaining": "burst=0&default=9", "x-rate-limit-reset": `burst=${NOW / 1000 + 60}&default=${NOW / 1000 + 900}` }),
    ).toBe(60_000));
  it("is the latest reset when several are used up", () =>
    expect(wait({ "x-rate-limit-remaining": "a=0&b=0", "x-rate-limit-reset": `a=${NOW / 1000 + 60}&b=${NOW / 1000 + 90}` })).toBe(90_000));
  it("is at least a second", () => expect(wait({ "retry-after": "0" })).toBe(1000));
  it("is at most an hour", () => expect(wait({ "retry-after": "999999" })).toBe(3_600_000));
  it("is unknown without headers", () => expect(wait({})).toBeUndefined());
  it("is unknown when the header is nonsense", () => expect(wait({ "retry-after": "soon" })).toBeUndefined());
});

describe("a refusal", () => {
  it.each([
    [400, { type: "validation", code: "params-validation", explain: "x" }, PermanentError, "PENPOT_PARAMS_INVALID"],
    [400, { type: "restriction", code: "file-in-components-v1" }, PermanentError, "PENPOT_REFUSED"],
    [401, { type: "authentication", code: "authentication-required" }, PermanentError, "PENPOT_TOKEN_INVALID"],
    [401, { type: "authentication", code: "nitrate-sso-required" }, PermanentError, "PENPOT_SSO_REQUIRED"],
    [403, undefined, PermanentError, "PENPOT_FORBIDDEN"],
    [404, { type: "not-found", code: "object-not-found" }, PermanentError, "PENPOT_NOT_FOUND"],
    [404, undefined, TransientError, "PENPOT_UNROUTED"],
    [405, { type: "restriction", code: "method-not-allowed" }, PermanentError, "PENPOT_REFUSED"],
    [409, { type: "validation", code: "vern-conflict" }, TransientError, "PENPOT_CONFLICT"],
    [413, { type: "validation", code: "request-body-too-large" }, PermanentError, "PENPOT_BODY_TOO_LARGE"],
    [429, undefined, TransientError, "PENPOT_BUSY"],
    [418, undefined, PermanentError, "PENPOT_REFUSED"],
    [500, { type: "server-error", code: "unexpected", hint: "boom" }, TransientError, "PENPOT_SERVER_ERROR"],
    [503, { type: "nitrate-unavailable" }, TransientError, "PENPOT_SERVER_ERROR"],
    [504, undefined, TransientError, "PENPOT_SERVER_ERROR"],
  ])("%i %o", (status, body, kind, code) => {
    const error = refuse(status, body);
    expect(error).toBeInstanceOf(kind);
    expect(error.code).toBe(code);
    expect(error.message).toContain("get-file at https://penpot.example");
  });

  it("keeps what Penpot said, as its cause", () => {
    expect(faultOf(refuse(404, { type: "not-found", code: "object-not-found", hint: "not found", extra: 1 }))).toEqual({
      status: 404,
      type: "not-found",
      code: "object-not-found",
      hint: "not found",
    });
  });

  it("cuts the explanation and leaves out the parameters in it", () => {
    const explain = `Errors:\n[${"e".repeat(2000)}]\n\nValue:\n{:uri "https://penops.example/hooks/main/team/secret-mac"}`;
    const error = refuse(400, { type: "validation", code: "params-validation", explain });
    expect(error.message.length).toBeLessThan(700);
    expect(refuse(400, { code: "params-validation", explain: explain.replace(/e{2000}/, "e") }).message).not.toContain("secret-mac");
  });

  it("carries Retry-After of a 503 too", () => {
    expect(refuse(503, undefined, { "retry-after": "20" })).toMatchObject({ retryAfterMs: 20_000 });
  });
});
