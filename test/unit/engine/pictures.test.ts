import { describe, expect, it } from "vitest";
import * as z from "zod";
import { type Action, defineAction, type PictureCheck } from "../../../src/action.ts";
import { executeRun, type RunDeps } from "../../../src/engine/execute-run.ts";
import { formatPlan } from "../../../src/engine/format-plan.ts";
import { parseRecipe } from "../../../src/engine/parse-recipe.ts";
import { planRun, toPlanData } from "../../../src/engine/plan-run.ts";
import { createSourceIndex } from "../../../src/engine/sources.ts";
import type { Recipe } from "../../../src/recipe.ts";
import { createDesign } from "../../support/create-design.ts";
import { createFakeForge } from "../../support/fake-forge.ts";
import { createFakeMedia, createFakePenpot, idOf } from "../../support/fake-penpot.ts";
import { createRecordingLog } from "../../support/silent-log.ts";

const kept: PictureCheck = { path: "icons/search.svg", difference: 0.0002, tolerance: 0.001, kept: true };

/** An action that writes two pictures, keeps the first one's old bytes, and tells what it was given. */
function pictureAction(seen: Record<string, unknown> = {}, pictures: readonly PictureCheck[] = [kept]): Action {
  const action = defineAction({
    name: "draw",
    description: "Draws.",
    input: z.strictObject({ fresh: z.string().default("new") }),
    async run({ fresh }, { base, cache, media }) {
      const made = ["icons/search.svg", "icons/home.svg"].map((path) => ({ path, content: Buffer.from(`${fresh} ${path}`) }));
      const old = await base.differing(made);
      Object.assign(seen, { old, cached: cache.get("key"), image: await media.image("i") });
      cache.set("key", Buffer.from("value"));
      return { artifacts: made.map((one) => ({ ...one, content: old.get(one.path) ?? one.content })), pictures };
    },
  });
  return action as unknown as Action;
}

function setUp(base: Record<string, string>, action: Action, extra: Partial<RunDeps> = {}) {
  const penpot = createFakePenpot({ Design: { System: { Icons: {} } } });
  penpot.designs.set(idOf("Icons"), createDesign({ id: idOf("Icons") }));
  penpot.media = createFakeMedia({ image: async (id) => Buffer.from(`image ${id}`) });
  const forge = createFakeForge(base);
  const { log, lines } = createRecordingLog();
  const text = 'name: icons\nsource: {}\nsteps: [{ uses: draw }]\npull-request: { repository: "github:acme/web", base: main }\n';
  const { recipe } = parseRecipe(text, "icons.yaml", { actions: [action] });
  const file = { instance: "main", teamId: idOf("Design"), projectId: idOf("System"), fileId: idOf("Icons"), name: "Icons" };
  const input = { run: { id: "r", recipe: "icons", file, events: [], attempt: 1 }, recipe: recipe as Recipe };
  const deps: RunDeps = {
    actions: [action],
    penpot: () => penpot,
    forge: () => forge,
    sources: createSourceIndex([penpot], { main: ["*"] }, log),
    log,
    signal: new AbortController().signal,
    ...extra,
  };
  return { input, deps, forge, lines };
}

describe("a step", () => {
  it("sees the old bytes of what it would change, and what lies beside the design", async () => {
    const seen: Record<string, unknown> = {};
    const { input, deps } = setUp({ "icons/search.svg": "old", "icons/home.svg": "new icons/home.svg", other: "x" }, pictureAction(seen));
    await planRun(input, deps);
    expect(seen["old"]).toEqual(new Map([["icons/search.svg", Buffer.from("old")]]));
    expect(seen["image"]).toEqual(Buffer.from("image i"));
  });

  it("gets back in the next run what it kept, for its recipe and file", async () => {
    const stores = new Map<string, Map<string, Uint8Array>>();
    const saved: string[] = [];
    const openCache: RunDeps["openCache"] = async (recipe, { fileId }) => {
      const name = `${recipe} ${fileId}`;
      const entries = stores.get(name) ?? new Map<string, Uint8Array>();
      stores.set(name, entries);
      return { get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value), save: async () => void saved.push(name) };
    };
    const seen: Record<string, unknown> = {};
    const { input, deps } = setUp({}, pictureAction(seen), { openCache });
    await planRun(input, deps);
    expect(seen["cached"]).toBeUndefined();
    await planRun(input, deps);
    expect(seen["cached"]).toEqual(Buffer.from("value"));
    expect(saved).toEqual([`icons ${idOf("Icons")}`, `icons ${idOf("Icons")}`]);
  });

  it.each([
    ["opened", async () => Promise.reject(new Error("no such disk"))],
    ["saved", async () => ({ get: () => undefined, set: () => undefined, save: () => Promise.reject(new Error("disk full")) })],
  ])("is done all the same when the cache cannot be %s", async (_, openCache) => {
    const { input, deps, lines } = setUp({}, pictureAction(), { openCache });
    expect(await planRun(input, deps)).toMatchObject({ state: "ready" });
    expect(lines.filter(({ msg }) => msg === "The cache of pictures cannot be used; all are made again")).toHaveLength(1);
  });
});

describe("a plan", () => {
  const pictures: PictureCheck[] = [
    kept,
    { path: "icons/check.svg", difference: 0.0314, tolerance: 0.001, kept: false },
    { path: "icons/new\u001b[2J.png", difference: Infinity, tolerance: 0, kept: false },
  ];

  it("tells of every picture how it was judged", async () => {
    const { input, deps } = setUp({ "icons/search.svg": "old" }, pictureAction({}, pictures));
    const text = formatPlan(await planRun(input, deps));
    expect(text).toContain(
      [
        "Pictures",
        "  icons/search.svg: picture differs in 0.02 % of pixels (tolerance 0.10 %), old bytes kept",
        "  icons/check.svg: picture differs in 3.14 % of pixels (tolerance 0.10 %), replaced",
        "  icons/new [2J.png: picture cannot be compared with the old one (tolerance 0.00 %), replaced\n",
      ].join("\n"),
    );
  });

  it("tells it as data too", async () => {
    const { input, deps } = setUp({}, pictureAction({}, pictures));
    expect(JSON.parse(JSON.stringify(toPlanData(await planRun(input, deps))))["pictures"]).toEqual([
      kept,
      pictures[1],
      { ...pictures[2], difference: null },
    ]);
  });

  it("tells it also when nothing is to be proposed", async () => {
    const { input, deps } = setUp({ "icons/search.svg": "old", "icons/home.svg": "old" }, pictureAction());
    expect(formatPlan(await planRun(input, deps))).toBe(
      "github:acme/web (main) already is what the design says.\n  icons/search.svg: picture differs in 0.02 % of pixels (tolerance 0.10 %), old bytes kept\n",
    );
  });

  it("cuts a long list", async () => {
    const many = Array.from({ length: 205 }, (_, at) => ({ ...kept, path: `icons/${at}.svg` }));
    const { input, deps } = setUp({}, pictureAction({}, many));
    expect(formatPlan(await planRun(input, deps))).toContain("… and 5 more pictures");
  });
});

describe("a pull request", () => {
  it.each([
    [1, "1 picture looks the same as before and keeps its old bytes."],
    [2, "2 pictures look the same as before and keep their old bytes."],
  ])("says that %i kept the old bytes", async (count, sentence) => {
    const pictures = [...Array.from({ length: count }, () => kept), { ...kept, kept: false }];
    const { input, deps, forge } = setUp({}, pictureAction({}, pictures));
    await executeRun(input, deps);
    expect(forge.proposed[0]?.change.body).toContain(`\n\n${sentence}\n\n`);
  });

  it("says nothing of it when none did", async () => {
    const { input, deps, forge } = setUp({}, pictureAction({}, [{ ...kept, kept: false }]));
    await executeRun(input, deps);
    expect(forge.proposed[0]?.change.body).not.toContain("old bytes");
  });
});
