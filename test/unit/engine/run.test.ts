import { describe, expect, it } from "vitest";
import type { Action } from "../../../src/action.ts";
import type { Design } from "../../../src/design.ts";
import { executeRun, type RunDeps } from "../../../src/engine/execute-run.ts";
import { createSourceIndex } from "../../../src/engine/sources.ts";
import { TransientError, UserError } from "../../../src/errors.ts";
import type { Run } from "../../../src/run.ts";
import { createComponents, createDesign } from "../../support/create-design.ts";
import { createEvent } from "../../support/create-event.ts";
import { createRecipe } from "../../support/create-recipe.ts";
import { fakeActions } from "../../support/fake-actions.ts";
import { createFakeForge } from "../../support/fake-forge.ts";
import { createFakePenpot, idOf } from "../../support/fake-penpot.ts";
import { createRecordingLog, createSilentLog } from "../../support/silent-log.ts";

const fileId = idOf("Icons");

function setUp(design: Partial<Design> = {}, base: Record<string, string> = {}) {
  const penpot = createFakePenpot({ Design: { System: { Icons: { revn: 7, isShared: true } } } });
  penpot.designs.set(fileId, createDesign({ id: fileId, revn: 7, components: createComponents("Home", "Arrow Left"), ...design }));
  const forge = createFakeForge(base);
  const log = createSilentLog();
  const controller = new AbortController();
  const deps: RunDeps = {
    actions: fakeActions,
    penpot: (name) => (name === "main" ? penpot : undefined),
    forge: (name) => (name === "github" ? forge : undefined),
    sources: createSourceIndex([penpot], { main: ["Design"] }, log),
    log,
    signal: controller.signal,
  };
  const run: Run = {
    id: "r-1",
    recipe: "icons",
    file: { instance: "main", teamId: idOf("Design"), projectId: idOf("System"), fileId, name: "Icons" },
    events: [createEvent({ id: "e1" }), createEvent({ id: "e2", props: { n: 2 } })],
    attempt: 1,
  };
  const execute = (parts: Record<string, unknown> = {}) => executeRun({ run, recipe: createRecipe(parts) }, deps);
  return { penpot, forge, deps, run, controller, execute, change: () => forge.proposed[0]?.change };
}

const steps = (...list: unknown[]) => ({ steps: list });
const text = (value: string, path = "a.txt") => ({ uses: "write-file", with: { path, text: value } });

async function textOf(value: string, ids: unknown[] = []): Promise<string> {
  const { execute, change } = setUp();
  await execute(steps(...ids, text(value)));
  return Buffer.from(change()?.files.find(({ path }) => path === "a.txt")?.content ?? []).toString();
}

describe("executeRun", () => {
  it("proposes what the steps made of the design", async () => {
    const { execute, change, forge } = setUp({}, { "icons/gone.svg": "old", "icons/home.svg": "old", "README.md": "stays" });
    const outcome = await execute({ "pull-request": { repository: "github:acme/web", base: "develop", labels: ["design"] } });
    expect(outcome).toMatchObject({
      state: "proposed",
      repository: "github:acme/web",
      revn: 7,
      proposal: { changes: { added: 1, modified: 1, deleted: 1 }, paths: ["icons/arrow-left.svg", "icons/gone.svg", "icons/home.svg"] },
      synced: { revn: 7, vern: 0, modifiedAt: "2026-11-21T18:27:11.026Z" },
    });
    expect(forge.proposed[0]?.repository).toBe("acme/web");
    expect(change()).toMatchObject({
      base: "develop",
      branch: `penops/icons/${fileId.replaceAll("-", "").slice(-12)}`,
      title: "icons: Icons",
      labels: ["design"],
      prune: ["icons"],
      keep: [],
    });
    expect(change()?.files.map(({ path, content, from }) => [path, Buffer.from(content).toString(), from?.id])).toEqual([
      ["icons/home.svg", "Home svg 1\n", "c1"],
      ["icons/arrow-left.svg", "Arrow Left svg 1\n", "c2"],
    ]);
  });

  it("proposes also when nothing differs, so that an open proposal is closed", async () => {
    const { execute, forge } = setUp({ components: [] });
    expect(await execute()).toMatchObject({ state: "nothing" });
    expect(forge.proposed).toHaveLength(1);
  });

  it("says when somebody else has the branch", async () => {
    const { execute, forge } = setUp();
    forge.ensurePullRequest = async (_, { branch }) => ({
      state: "hands-off",
      branch,
      changes: { added: 0, modified: 0, deleted: 0 },
      paths: [],
      reason: "A commit by Ada is on the branch.",
    });
    expect((await execute()).state).toBe("hands-off");
  });

  it("gives the steps the file, where it lies, the run and its last event", async () => {
    const template =
      "${{ event.id }} ${{ event.props.n }} ${{ file.name }} ${{ file.revn }} ${{ file.isShared }} ${{ team.name }} ${{ project.name }} ${{ recipe.name }} ${{ run.id }}/${{ run.attempt }}";
    expect(await textOf(template)).toBe("e2 2 Icons 7 true Design System icons r-1/1");
  });

  it("gives later steps the outputs of those before", async () => {
    const icons = { id: "icons", uses: "export-names", with: { path: "i/${{ component.id }}" } };
    expect(await textOf('${{ steps.icons.outputs.count }}: ${{ steps.icons.outputs.names.join(", ") }}', [icons])).toBe(
      "2: Home, Arrow Left",
    );
  });

  it("leaves a step out by its if, and later steps can tell", async () => {
    const icons = { id: "icons", uses: "export-names", if: "file.revn > 100", with: { path: "i/${{ component.id }}" } };
    expect(await textOf("${{ has(steps.icons.outputs.count) ? 'ran' : 'left out' }}", [icons])).toBe("left out");
  });

  it("parses what expressions gave once more and names the step", async () => {
    const { execute } = setUp();
    const wrong = { id: "icons", uses: "export-names", with: { path: "a/${{ component.id }}", scale: "${{ file.revn - 7 }}" } };
    const error = await execute(steps(wrong)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toContain("The step icons of the recipe icons");
    expect((error as UserError).problems[0]?.message).toBe('Step 1, "with.scale" must be at least 1.');
  });

  it("keeps the type of a value", async () => {
    const { execute, change } = setUp();
    await execute(steps({ uses: "export-names", with: { path: "a/${{ component.id }}", scale: "${{ file.revn }}" } }));
    expect(Buffer.from(change()?.files[0]?.content ?? []).toString()).toBe("Home svg 7\n");
  });

  it.each([
    ["one path", "same.svg", "would both be written to same.svg."],
    [
      "paths that differ in case only",
      "${{ component.id == 'c1' ? 'A' : 'a' }}.svg",
      "they differ only in a way some file systems do not see",
    ],
    ["a file where a folder is", "${{ component.id == 'c1' ? 'a' : 'A/b' }}", "needs a folder"],
  ])("refuses %s and names both entities", async (_, path, message) => {
    const { execute, forge } = setUp();
    const error = (await execute(steps({ uses: "export-names", with: { path } })).catch((thrown: unknown) => thrown)) as UserError;
    expect(error).toMatchObject({ code: "PATH_COLLISION" });
    expect(error.message).toContain(message);
    expect(error.message).toContain('component "Home" (c1)');
    expect(error.message).toContain('component "Arrow Left" (c2)');
    expect(forge.proposed).toEqual([]);
  });

  it("names the steps that write one path and says to change one of them", async () => {
    const { execute } = setUp({ components: createComponents("Home") });
    const icons = { id: "icons", uses: "export-names", with: { path: "a.txt" } };
    await expect(execute(steps(icons, text("x")))).rejects.toMatchObject({
      code: "PATH_COLLISION",
      message: 'The component "Home" (c1) of step 1 (icons) and a file of step 2 (write-file) would both be written to a.txt.',
      hint: "Give one of the two steps another path.",
    });
    await expect(execute(steps(text("x", "a/b"), text("y", "A")))).rejects.toMatchObject({
      message: "A file of step 2 (write-file) at A is a file where a file of step 1 (write-file) at a/b needs a folder.",
    });
  });

  it("refuses paths that leave the repository", async () => {
    const { execute } = setUp({ components: createComponents("../../etc/passwd") });
    const bad = { uses: "export-names", with: { path: "icons/${{ component.name }}" } };
    await expect(execute(steps(bad))).rejects.toMatchObject({ code: "ARTIFACT_PATH" });
    await expect(execute(steps({ uses: "export-names", with: { path: "a/${{ component.id }}", prune: "../" } }))).rejects.toMatchObject({
      code: "ARTIFACT_PATH",
    });
  });

  it("deletes nothing after an incomplete reading, and says so", async () => {
    const { execute, change, forge } = setUp(
      { complete: false, problems: ["The page Two could not be read."] },
      { "icons/gone.svg": "old" },
    );
    const outcome = await execute();
    expect(change()?.prune).toEqual([]);
    expect(outcome.notes).toEqual([
      {
        level: "warning",
        message: "The file could not be read completely, so nothing is deleted this time. The page Two could not be read.",
      },
    ]);
    expect(forge.proposed[0]?.change.body).toContain("nothing is deleted this time");
  });

  it("keeps what could not be made this time, and drops the keep of what was made after all", async () => {
    const { execute, change } = setUp({}, { "icons/broken.svg": "old", "icons/gone.svg": "old" });
    const step = {
      uses: "export-names",
      with: { path: "icons/${{ kebab(component.name) }}.svg", prune: "icons", keep: ["icons/broken.svg", "icons/home.svg"] },
    };
    const outcome = await execute(steps(step));
    expect(change()?.keep).toEqual(["icons/broken.svg"]);
    expect(outcome.proposal?.paths).not.toContain("icons/broken.svg");
  });

  it("skips a file that is gone", async () => {
    const { execute, penpot, forge } = setUp();
    penpot.readDesign = async () => {
      throw new UserError("PENPOT_NOT_FOUND", "not found");
    };
    expect(await execute()).toMatchObject({
      state: "skipped",
      notes: [{ message: expect.stringContaining("deleted, or access to it was lost") }],
    });
    penpot.world = { Design: { System: {} } };
    expect(await execute()).toMatchObject({
      state: "skipped",
      notes: [{ message: expect.stringContaining("was deleted, or is in no team") }],
    });
    expect(forge.proposed).toEqual([]);
  });

  it("logs why a run was skipped", async () => {
    const { deps, run } = setUp();
    const { log, lines } = createRecordingLog();
    await executeRun({ run, recipe: createRecipe({ source: { project: "Web" } }) }, { ...deps, log });
    expect(lines.find(({ msg }) => msg === "Run ended")).toMatchObject({
      state: "skipped",
      reason: expect.stringContaining("The file is not a source of the recipe any more"),
    });
  });

  it("skips a file that is no source of the recipe any more", async () => {
    const { execute } = setUp();
    expect(await execute({ source: { project: "Web" } })).toMatchObject({
      state: "skipped",
      notes: [{ message: expect.stringContaining("source.project: Web does not fit System") }],
    });
  });

  it("lets other errors of Penpot through", async () => {
    const { execute, penpot } = setUp();
    penpot.readDesign = () => Promise.reject(new TransientError("PENPOT_AWAY", "Penpot is away."));
    await expect(execute()).rejects.toThrow("Penpot is away.");
  });

  it("names an unknown forge and an unknown instance", async () => {
    const { execute, deps, run } = setUp();
    await expect(execute({ "pull-request": { repository: "other:acme/web" } })).rejects.toMatchObject({ code: "UNKNOWN_FORGE" });
    const elsewhere = { ...run, file: { ...run.file, instance: "gone" } };
    await expect(executeRun({ run: elsewhere, recipe: createRecipe() }, deps)).rejects.toMatchObject({ code: "UNKNOWN_PENPOT" });
  });

  it("stops between steps when it is told to", async () => {
    const { execute, deps, controller, forge } = setUp();
    const calls: string[] = [];
    const stop: Action = {
      ...(fakeActions[1] as Action),
      async run() {
        calls.push("step");
        controller.abort();
        return {};
      },
    };
    deps.actions = [stop];
    await expect(execute(steps(text("a"), text("b", "b.txt")))).rejects.toThrow("aborted");
    expect([calls, forge.proposed]).toEqual([["step"], []]);
  });

  it("makes the same change set of the same design", async () => {
    const [one, two] = await Promise.all(
      [setUp(), setUp()].map(async ({ execute, change }) => {
        await execute();
        return change();
      }),
    );
    expect(one).toEqual(two);
  });
});

describe("the pull request", () => {
  const evil = "fixes #12 @acme/all <img src=x> [skip ci] `x` | a\nb \u202egnp.exe https://github.com/acme/web/issues/3 GH-4 ***NO_CI***";

  it("has the title the recipe gives it", async () => {
    const { execute, change } = setUp();
    await execute({ "pull-request": { repository: "github:acme/web", title: "icons #1: ${{ changes.added }} new in ${{ file.name }}" } });
    expect(change()?.title).toBe("icons #1: 2 new in Icons");
  });

  it("has the body the recipe gives it, with the design's text escaped", async () => {
    const { execute, change } = setUp({ name: "Icons @ada #3" });
    await execute({
      source: {},
      "pull-request": { repository: "github:acme/web", body: "@team: ${{ file.name }} has ${{ steps.icons.outputs.count }}" },
    });
    expect(change()?.body).toBe("@team: Icons @&#8203;ada #&#8203;3 has 2");
  });

  it("lists what changed by step, with the board and the run", async () => {
    const { execute, change } = setUp({}, { "icons/gone.svg": "old", "icons/home.svg": "old" });
    const step = {
      id: "icons",
      uses: "export-names",
      with: { path: "icons/${{ kebab(component.name) }}.svg", prune: "icons", warn: "Arrow has a video, which is not drawn." },
    };
    await execute(steps(step, text("x")));
    expect(change()?.body).toBe(
      [
        `[Icons](https://penpot.example/#/workspace?team-id=${idOf("Design")}&file-id=${fileId}) changed in Penpot; this brings the repository in step with it.`,
        "**2 files added, 1 changed, 1 deleted.**",
        "**icons**",
        "- added `icons/arrow-left.svg` from Arrow Left\n- changed `icons/home.svg` from Home",
        "**write-file**",
        "- added `a.txt`",
        "**No longer in the design**",
        "- deleted `icons/gone.svg`",
        "**Notes**",
        "- ⚠️ Arrow has a video, which is not drawn.",
        "---\nMade by the recipe `icons` of Penops.\n",
      ].join("\n\n"),
    );
  });

  it("names the file without a link when it was read from an archive", async () => {
    const { execute, change, penpot } = setUp();
    Object.assign(penpot, { publicUrl: "" });
    await execute();
    expect(change()?.body.split("\n")[0]).toBe("Icons changed in Penpot; this brings the repository in step with it.");
  });

  it("says of one file more that it is one", async () => {
    const { execute, change } = setUp({ components: createComponents(...Array.from({ length: 101 }, (_, index) => `Icon ${index}`)) });
    await execute();
    expect(change()?.body).toContain("… and 1 more file.\n");
  });

  it("cuts a long list and says how much is left out", async () => {
    const { execute, change } = setUp({ components: createComponents(...Array.from({ length: 250 }, (_, index) => `Icon ${index}`)) });
    await execute();
    expect(change()?.body.match(/^- added/gm)).toHaveLength(100);
    expect(change()?.body).toContain("… and 150 more files.");
  });

  it("has a commit message with one short subject and trailers", async () => {
    const { execute, change } = setUp();
    await execute();
    expect(change()?.message).toBe(
      `chore(icons): sync with Icons\n\n2 files added.\n\nPenpot-File: main/${fileId}\nPenpot-Revn: 7\nPenops-Recipe: icons\nPenops-Run: r-1\n`,
    );
  });

  it("lets a name of a design mention nobody, close nothing and skip nothing", async () => {
    const { execute, change } = setUp({ name: evil, components: createComponents("Home") });
    const step = { uses: "export-names", with: { path: "icons/${{ kebab(component.id) }}.svg", warn: "${{ file.name }}" } };
    await execute({ source: {}, ...steps(step) });
    const { title = "", body = "", message = "" } = change() ?? {};
    for (const plain of [title, message]) {
      expect(plain).not.toMatch(/#\d|@\w|\[skip ci\]|:\/\/|GH-\d|\*\*\*|\u202e/);
    }
    expect(message.split("\n")[0]?.length).toBeLessThanOrEqual(72);
    expect(message.split("\n")[1]).toBe("");
    const text = body.replaceAll(/https:\/\/penpot\.example\S+/g, "");
    expect(text.replaceAll("&#8203;", "\u200b")).not.toMatch(/#\d|@\w|<img|https:\/\/github|GH-\d|\u202e|(?<!\\)`x|(?<!\\)\| a/);
    expect(text).toContain("fixes #&#8203;12 @&#8203;acme/all &lt;img src=x&gt; \\[skip ci\\] \\`x\\` \\| a b gnp.exe https:&#8203;//");
  });
});
