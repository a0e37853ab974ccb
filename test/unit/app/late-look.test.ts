import { expect, it } from "vitest";
import { createLateLook, type Schedule } from "../../../src/app/late-look.ts";

/** A late look on a clock that goes when it is told to. */
function setUp() {
  const stop = new AbortController();
  const planned = new Map<() => void, number>();
  let [now, looks] = [0, 0];
  const schedule: Schedule = (run, ms) => {
    planned.set(run, now + ms);
    return () => void planned.delete(run);
  };
  const look = async () => void looks++;
  const tell = createLateLook(look, stop.signal, schedule);
  return {
    stop,
    looks: () => looks,
    tell: (name: string) => tell({ name }),
    pass(ms: number) {
      now += ms;
      for (const [run, at] of planned) if (at <= now && planned.delete(run)) run();
    },
  };
}

it.each(["import-binfile", "clone-template", "duplicate-file", "duplicate-project"])(
  "looks twice after %s, which comes before its files are there",
  (name) => {
    const { looks, tell, pass } = setUp();
    tell(name);
    expect(looks()).toBe(0);
    pass(10_000);
    expect(looks()).toBe(1);
    pass(600_000);
    expect(looks()).toBe(2);
  },
);

it("does not look after events that say what there is", () => {
  const { looks, tell, pass } = setUp();
  for (const name of ["update-file", "create-file", "export-binfile"]) tell(name);
  pass(600_000);
  expect(looks()).toBe(0);
});

it("looks after the last of several", () => {
  const { looks, tell, pass } = setUp();
  tell("import-binfile");
  pass(9_000);
  tell("import-binfile");
  pass(9_000);
  expect(looks()).toBe(0);
  pass(1_000);
  expect(looks()).toBe(1);
});

it("does not look any more once it is stopped", () => {
  const { stop, looks, tell, pass } = setUp();
  tell("import-binfile");
  stop.abort();
  tell("import-binfile");
  pass(600_000);
  expect(looks()).toBe(0);
});
