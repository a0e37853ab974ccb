import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { decodeTransit, decodeTransitOffThread, encodeTransit, orderedMap } from "../../../src/transit/index.ts";
import { readFixture } from "../../support/read-fixture.ts";

const small = readFixture("penpot/acme/acme.v1.get-file.transit.json");
const large = encodeTransit([1, 2, 3].map(() => decodeTransit(small)));
const never = new AbortController().signal;

describe("decodeTransitOffThread", () => {
  it("gives the same for a large text as decodeTransit", async () => {
    expect(large.length).toBeGreaterThan(256 * 1024);
    expect(await decodeTransitOffThread(large, never)).toEqual(decodeTransit(large));
  });

  it("brings Maps, numbers JSON cannot hold and odd keys back from the thread", async () => {
    const odd = new Map<string, unknown>([
      ["__proto__", 1],
      ["filler", "x".repeat(300_000)],
    ]);
    const text = encodeTransit([odd, orderedMap([["a", Number.NaN]])]);
    expect(await decodeTransitOffThread(text, never)).toEqual(decodeTransit(text));
    expect(Object.keys(((await decodeTransitOffThread(text, never)) as object[])[0] ?? {})).toEqual(["__proto__", "filler"]);
  });

  it("leaves the event loop free while it reads a large text", async () => {
    let isDone = false;
    const reading = decodeTransitOffThread(large, never).then(() => {
      isDone = true;
    });
    const turns = await new Promise<number>((resolve) => {
      let count = 0;
      const turn = (): void => {
        count++;
        if (isDone) resolve(count);
        else setImmediate(turn);
      };
      turn();
    });
    await reading;
    expect(turns).toBeGreaterThan(10);
  });

  it("gives the same for a small text", async () => {
    expect(await decodeTransitOffThread(small, never)).toEqual(decodeTransit(small));
  });

  it("keeps the error's class, code and hint", async () => {
    const error = await decodeTransitOffThread(large.slice(0, -10), never).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({ code: "TRANSIT_INVALID", hint: expect.any(String) });
  });

  it("rejects with the signal's reason when aborted before and during the reading", async () => {
    const reason = new Error("stopping");
    await expect(decodeTransitOffThread(small, AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const reading = decodeTransitOffThread(large, controller.signal);
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });
});
