import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import pino from "pino";
import { afterEach, describe, expect, it } from "vitest";
import { actions } from "../../../src/actions/index.ts";
import { createRunThread, type RunHost, type RunThread } from "../../../src/app/run-thread/index.ts";
import { fromResult, toResult } from "../../../src/app/run-thread/messages.ts";
import { Config } from "../../../src/config/config.ts";
import type { RunInput } from "../../../src/engine/execute-run.ts";
import { parseRecipe } from "../../../src/engine/parse-recipe.ts";
import type { SourceFile } from "../../../src/engine/sources.ts";
import { PermanentError, TransientError, UserError } from "../../../src/errors.ts";

const FILE = { instance: "main", teamId: "t", projectId: "p", fileId: "f", name: "Icons" };
const LISTED: SourceFile = {
  ...{ id: "f", name: "Icons", revn: 1, vern: 0, modifiedAt: "2026-11-21T18:27:11.026Z", isShared: false },
  ...{ instance: "main", teamId: "t", projectId: "p", teamName: "Design", projectName: "System" },
};
const RECIPE = JSON.stringify({
  name: "tokens",
  source: { file: "Icons" },
  steps: [{ uses: "export-tokens", with: { path: "tokens.json" } }],
  "pull-request": { repository: "local:web" },
});

let server: Server | undefined;
let thread: RunThread | undefined;

afterEach(async () => {
  await thread?.close();
  server?.closeAllConnections();
  server?.close();
});

/** A thread whose Penpot takes requests and never answers, unless told what. */
async function setUp(answer?: { status: number }) {
  server = createServer((_request, response) => {
    if (answer) response.writeHead(answer.status, { "content-type": "application/json" }).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const config = Config.parse({
    penpot: { main: { url, token: "a-token-of-nobody", teams: ["*"] } },
    forges: { local: { type: "git", url: "/nowhere" } },
    data: tmpdir(),
  });
  const lines: string[] = [];
  const log = pino({ level: "info", base: null }, { write: (line: string) => void lines.push(line) });
  thread = createRunThread({ config, cwd: tmpdir(), log });
  const { recipe } = parseRecipe(RECIPE, "recipe.yaml", { actions });
  if (!recipe) throw new Error("the recipe is wrong");
  const input: RunInput = { recipe, run: { id: "r1", recipe: "tokens", file: FILE, events: [], attempt: 1 } };
  return { thread, input, lines, server };
}

const host = (listed: SourceFile | undefined = LISTED, synced = false): RunHost => ({
  lookup: async () => listed,
  isSynced: async () => synced,
});

describe("a run in the thread of the runs", () => {
  it("asks the daemon for the file as it is listed", async () => {
    const { thread: runs, input } = await setUp();
    const outcome = await runs.execute(input, { ...host(), lookup: async () => undefined }, new AbortController().signal);
    expect(outcome).toMatchObject({ state: "skipped", notes: [{ message: expect.stringContaining("The file Icons was deleted") }] });
  });

  it("asks the daemon whether the revision was synced", async () => {
    const { thread: runs, input } = await setUp();
    const outcome = await runs.execute(input, host(LISTED, true), new AbortController().signal);
    expect(outcome).toMatchObject({ state: "skipped", notes: [{ message: "Revision 1 of Icons was already synced." }] });
  });

  it("logs through the daemon's log, with the run's id", async () => {
    const { thread: runs, input, lines } = await setUp();
    await runs.execute(input, host(LISTED, true), new AbortController().signal);
    expect(lines.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ msg: "Run started", run: "r1", recipe: "tokens" }),
    );
  });

  it("throws the daemon's own error classes", async () => {
    const { thread: runs, input } = await setUp();
    const lookup = async () => {
      throw new TransientError("PENPOT_BUSY", "Penpot is busy.", { retryAfterMs: 1234 });
    };
    const run = runs.execute(input, { ...host(), lookup }, new AbortController().signal);
    await expect(run).rejects.toThrow(TransientError);
    await expect(run).rejects.toMatchObject({ code: "PENPOT_BUSY", retryAfterMs: 1234 });
  });

  it("ends with the signal's reason when it is aborted", async () => {
    const { thread: runs, input, server: penpot } = await setUp();
    const controller = new AbortController();
    const run = runs.execute(input, host(), controller.signal);
    await once(penpot, "request");
    controller.abort(new Error("the worker is closing"));
    await expect(run).rejects.toThrow("the worker is closing");
  });

  it("fails for now when the thread dies, and the next run has a new thread", async () => {
    const { thread: runs, input, server: penpot } = await setUp();
    const run = runs.execute(input, host(), new AbortController().signal);
    await once(penpot, "request");
    await Promise.all([runs.close(), expect(run).rejects.toMatchObject({ name: "TransientError", code: "RUN_THREAD_ENDED" })]);
    expect(await runs.execute(input, host(LISTED, true), new AbortController().signal)).toMatchObject({ state: "skipped" });
  });
});

describe("an error that crosses threads", () => {
  const problems = [{ code: "RECIPE", message: "Unknown key.", place: { file: "a.yaml", line: 3 } }];

  it.each([
    new UserError("STEP_INPUT", "The step got input it cannot use.", { hint: "Mend it.", problems }),
    new TransientError("PENPOT_BUSY", "Penpot is busy.", { retryAfterMs: 10 }),
    new PermanentError("PENPOT_REFUSED", "Penpot refused.", { hint: "Ask." }),
    new Error("a bug"),
  ])("is the same on the other side: $name", async (error) => {
    const packed = structuredClone(await toResult(Promise.reject(error)));
    let thrown: unknown;
    try {
      fromResult(packed);
    } catch (caught) {
      thrown = caught;
    }
    expect(thrown).toEqual(error);
    expect(thrown).toBeInstanceOf(error.constructor);
    expect((thrown as Error).stack).toBe(error.stack);
  });
});
