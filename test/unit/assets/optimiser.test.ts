import { describe, expect, it, onTestFinished } from "vitest";
import { createOptimiser, type Optimiser, optimiseSvg } from "../../../src/assets/index.ts";

function open(threads = 2): Optimiser {
  const optimiser = createOptimiser({ threads });
  onTestFinished(() => optimiser.close());
  return optimiser;
}

function icon(index: number, points = 40): string {
  const d = Array.from({ length: points }, (_, at) => `L${(at * 7 + index) % 24}.125 ${(at * 5 + index * 3) % 24}.25`).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><path d="M0 0${d}" fill="#ff0000"/></svg>`;
}

describe("the optimiser", () => {
  it("gives what optimiseSvg gives, for few pictures and many, in their order", async () => {
    const optimiser = open();
    expect(await optimiser.optimise(icon(0))).toBe(optimiseSvg(icon(0)));
    const icons = Array.from({ length: 120 }, (_, index) => icon(index));
    const options = { dimensions: false, prefixIds: "x" };
    expect(await Promise.all(icons.map((svg) => optimiser.optimise(svg, options)))).toEqual(icons.map((svg) => optimiseSvg(svg, options)));
  });

  it("rejects only the picture that cannot be read, with its own error", async () => {
    const optimiser = open();
    const icons = Array.from({ length: 60 }, (_, index) => (index === 30 ? "<svg><g></svg>" : icon(index)));
    const results = await Promise.allSettled(icons.map((svg) => optimiser.optimise(svg)));
    const failed = results.flatMap((result, index) =>
      result.status === "rejected" ? [[index, result.reason.name, result.reason.code]] : [],
    );
    expect(failed).toEqual([[30, "UserError", "SVG_INVALID"]]);
  });

  it("stops at once when it is aborted, and works on for others", async () => {
    const optimiser = open(1);
    const reason = new Error("not wanted any more");
    const stop = new AbortController();
    const large = optimiser.optimise(icon(1, 400_000), {}, stop.signal);
    const others = Array.from({ length: 30 }, (_, index) => optimiser.optimise(icon(index)));
    setTimeout(() => stop.abort(reason), 50);
    await expect(large).rejects.toBe(reason);
    expect(await Promise.all(others)).toHaveLength(30);
    await expect(optimiser.optimise(icon(1), {}, stop.signal)).rejects.toBe(reason);
  });

  it("leaves the event loop free while it works on something large", async () => {
    const optimiser = open(1);
    const work = optimiser.optimise(icon(1, 30_000));
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 1);
    await work;
    clearInterval(timer);
    expect(turns).toBeGreaterThan(10);
  });

  it("rejects what is under way when it is closed", async () => {
    const optimiser = createOptimiser({ threads: 1 });
    const work = Promise.allSettled([optimiser.optimise(icon(1, 100_000)), optimiser.optimise(icon(2))]);
    await optimiser.close();
    expect((await work).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    await expect(optimiser.optimise(icon(1))).rejects.toThrow("The optimiser was closed.");
  });
});
