import { describe, expect, it } from "vitest";
import { actions } from "../../../src/actions/index.ts";
import type { WorkerParts } from "../../../src/app/parts.ts";
import { processRun } from "../../../src/app/process-run.ts";
import type { ExecuteRun } from "../../../src/app/run-thread/index.ts";
import { executeRun } from "../../../src/engine/execute-run.ts";
import { parseRecipe } from "../../../src/engine/parse-recipe.ts";
import { createSourceIndex } from "../../../src/engine/sources.ts";
import { PermanentError } from "../../../src/errors.ts";
import type { Event } from "../../../src/event.ts";
import type { Run, SyncedState } from "../../../src/run.ts";
import { createEvent } from "../../support/create-event.ts";
import { createFakeForge } from "../../support/fake-forge.ts";
import { createFakePenpot, idOf } from "../../support/fake-penpot.ts";
import { createSilentLog } from "../../support/silent-log.ts";

const signal = new AbortController().signal;
const file = { instance: "main", teamId: idOf("Design"), projectId: idOf("System"), fileId: idOf("Icons"), name: "Icons" };
const TEXT = JSON.stringify({
  name: "tokens",
  source: { file: "Icons" },
  steps: [{ uses: "export-tokens", with: { path: "tokens.json" } }],
  "pull-request": { repository: "github:acme/web" },
});

function setUp(synced?: SyncedState) {
  const penpot = createFakePenpot({ Design: { System: { Icons: { revn: 3 } } } });
  const log = createSilentLog();
  const { recipe } = parseRecipe(TEXT, "recipe.yaml", { actions });
  if (!recipe) throw new Error("the recipe is wrong");
  const kept: (SyncedState | undefined)[] = [synced];
  const forge = createFakeForge();
  const execute: ExecuteRun = (input, { lookup, isSynced }, runSignal) =>
    executeRun(input, { actions, penpot: () => penpot, forge: () => forge, sources: { lookup }, isSynced, log, signal: runSignal });
  const parts = {
    log,
    recipes: [recipe],
    rooms: { sources: createSourceIndex([penpot], { main: ["*"] }, log) },
    runThread: { execute, warm() {} },
    stores: {
      getSynced: async () => kept.at(-1),
      setSynced: async (_hash: string, _file: unknown, state: SyncedState) => void kept.push(state),
    },
  } as unknown as WorkerParts;
  const run = (...events: Event[]): Run => ({ id: "r1", recipe: "tokens", file, events, attempt: 1 });
  return { penpot, kept, process: (...events: Event[]) => processRun(parts, run(...events), signal) };
}

const SYNCED: SyncedState = { revn: 3, vern: 0, modifiedAt: "2026-11-21T18:27:11.026Z" };

describe("a run for a revision that was synced", () => {
  it.each([
    ["update-file", createEvent()],
    ["the timer", createEvent({ trigger: "reconcile", name: "reconcile" })],
  ])("is skipped when %s asked for it", async (_, event) => {
    const { penpot, process } = setUp(SYNCED);
    expect(await process(event)).toMatchObject({ state: "skipped" });
    expect(penpot.calls).not.toContain(`get-file ${file.fileId}`);
  });

  it.each(["rename-project", "move-files", "create-comment", "update-font", "link-file-to-library"])(
    "is done after %s, which leaves the revision as it is",
    async (name) => {
      const { penpot, process } = setUp(SYNCED);
      expect(await process(createEvent(), createEvent({ name }))).toMatchObject({ state: "nothing" });
      expect(penpot.calls).toContain(`get-file ${file.fileId}`);
    },
  );
});

describe("a run that fails", () => {
  it.each(["PENPOT_ANSWER_TOO_LARGE", "PENPOT_REFUSED"])("at what the file is (%s) leaves a mark for the timer", async (code) => {
    const { penpot, kept, process } = setUp();
    penpot.failures.set(`get-file ${file.fileId}`, new PermanentError(code, "The file cannot be read."));
    await expect(process(createEvent())).rejects.toThrow("The file cannot be read.");
    expect(kept.at(-1)).toMatchObject({ revn: 3, failedAt: expect.any(Number) });
  });

  it("at a revoked token leaves none: it says nothing about the file", async () => {
    const { penpot, kept, process } = setUp();
    penpot.failures.set(`get-file ${file.fileId}`, new PermanentError("PENPOT_TOKEN_INVALID", "The token was revoked."));
    await expect(process(createEvent())).rejects.toThrow("The token was revoked.");
    expect(kept).toEqual([undefined]);
  });
});
