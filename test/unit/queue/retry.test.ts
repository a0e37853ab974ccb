import { describe, expect, it } from "vitest";
import { PermanentError, TransientError, UserError } from "../../../src/errors.ts";
import { decideRetry } from "../../../src/queue/retry.ts";

const policy = { attempts: 4, baseMs: 1000, maxMs: 3000 };
const least = () => 0;
const most = () => 1;

describe("what becomes of a failed run", () => {
  it.each([
    ["the recipe's author must act", new UserError("X", "x")],
    ["the operator must act", new PermanentError("X", "x")],
    ["it is our bug", new TypeError("x")],
    ["somebody threw no error", "x"],
  ])("fails at once when %s", (_why, error) => {
    expect(decideRetry(error, 1, least, policy)).toEqual({ retry: false });
  });

  it("waits twice as long after each attempt, up to the longest wait", () => {
    const waits = [1, 2, 3].map((attempt) => decideRetry(new TransientError("X", "x"), attempt, most, policy));
    expect(waits).toEqual([1000, 2000, 3000].map((delayMs) => ({ retry: true, delayMs })));
  });

  it("spreads the waits over the upper half", () => {
    expect(decideRetry(new TransientError("X", "x"), 2, least, policy)).toEqual({ retry: true, delayMs: 1000 });
    expect(decideRetry(new TransientError("X", "x"), 2, () => 0.5, policy)).toEqual({ retry: true, delayMs: 1500 });
  });

  it("gives up when the attempts are used up", () => {
    expect(decideRetry(new TransientError("X", "x"), 3, least, policy)).toMatchObject({ retry: true });
    expect(decideRetry(new TransientError("X", "x"), 4, least, policy)).toEqual({ retry: false });
  });

  it("never comes back before the other side said, however long that is", () => {
    const error = new TransientError("RATE_LIMITED", "x", { retryAfterMs: 600_000 });
    expect(decideRetry(error, 1, least, policy)).toEqual({ retry: true, delayMs: 600_000 });
    expect(decideRetry(error, 1, most, policy)).toEqual({ retry: true, delayMs: 601_000 });
  });

  it("obeys being told to come back at once", () => {
    expect(decideRetry(new TransientError("X", "x", { retryAfterMs: 0 }), 3, least, policy)).toEqual({ retry: true, delayMs: 0 });
  });

  it.each([Number.NaN, -1, Number.POSITIVE_INFINITY])("ignores a time that is none: %s", (retryAfterMs) => {
    expect(decideRetry(new TransientError("X", "x", { retryAfterMs }), 1, most, policy)).toEqual({ retry: true, delayMs: 1000 });
  });
});
