import { describe, expect, it } from "vitest";
import { createSourceIndex } from "../../../src/engine/sources.ts";
import { PermanentError, TransientError } from "../../../src/errors.ts";
import { createEvent } from "../../support/create-event.ts";
import { createFakePenpot, type FakeWorld, idOf } from "../../support/fake-penpot.ts";
import { createSilentLog } from "../../support/silent-log.ts";

const signal = new AbortController().signal;
const log = createSilentLog();

function createWorld(): FakeWorld {
  return {
    Design: { System: { Icons: { revn: 3 }, Tokens: {} }, Web: { Landing: {} } },
    Brand: { Logos: { Marks: {} } },
    Private: { Secret: { Plans: {} } },
  };
}

function setUp(patterns: string[] = ["Design", "Bra*"]) {
  const penpot = createFakePenpot(createWorld());
  return { penpot, index: createSourceIndex([penpot], { main: patterns }, log) };
}

async function refreshed() {
  const set = setUp();
  await set.index.refresh(signal);
  set.penpot.calls.length = 0;
  return set;
}

describe("refresh", () => {
  it("lists the teams that are wanted, each with one call a team and a project", async () => {
    const { penpot, index } = setUp();
    const { files, incomplete } = await index.refresh(signal);
    expect(files.map(({ name, projectName, teamName, instance }) => [instance, teamName, projectName, name]).sort()).toEqual([
      ["main", "Brand", "Logos", "Marks"],
      ["main", "Design", "System", "Icons"],
      ["main", "Design", "System", "Tokens"],
      ["main", "Design", "Web", "Landing"],
    ]);
    expect(incomplete).toBe(false);
    expect([...penpot.calls].sort()).toEqual(
      [
        "get-teams",
        ...["Design", "Brand"].map((team) => `get-projects ${idOf(team)}`),
        ...["System", "Web", "Logos"].map((project) => `get-project-files ${idOf(project)}`),
      ].sort(),
    );
  });

  it("takes teams by id, and none without a pattern", async () => {
    expect((await setUp([idOf("Brand")]).index.refresh(signal)).files).toHaveLength(1);
    const penpot = createFakePenpot(createWorld());
    expect((await createSourceIndex([penpot], {}, log).refresh(signal)).files).toEqual([]);
  });

  it("goes on when a project answers an error, says so, and keeps what it knew of it", async () => {
    const { penpot, index } = await refreshed();
    penpot.failures.set(`get-project-files ${idOf("System")}`, new TransientError("PENPOT_AWAY", "Penpot is away."));
    penpot.world["Brand"] = { Logos: { Marks: { revn: 9 } } };
    const { files, incomplete, problems } = await index.refresh(signal);
    expect(incomplete).toBe(true);
    expect(problems).toEqual(["The project System of main could not be listed: Penpot is away."]);
    expect(files.find(({ name }) => name === "Marks")?.revn).toBe(9);
    expect(index.find("main", idOf("Icons"))?.revn).toBe(3);
  });

  it("goes on with the other instances when one is away", async () => {
    const away = createFakePenpot({}, "away");
    away.failures.set("get-teams", new TransientError("PENPOT_AWAY", "Penpot is away."));
    const penpot = createFakePenpot(createWorld());
    const index = createSourceIndex([away, penpot], { main: ["Design"], away: ["*"] }, log);
    expect(await index.refresh(signal)).toMatchObject({ incomplete: true, files: { length: 3 } });
  });

  it("forgets what is gone", async () => {
    const { penpot, index } = await refreshed();
    penpot.world = { Design: { System: { Tokens: {} } } };
    expect((await index.refresh(signal)).files.map(({ name }) => name)).toEqual(["Tokens"]);
    expect(index.find("main", idOf("Icons"))).toBeUndefined();
  });

  it("follows a file that moved to another project", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: { Tokens: {} }, Web: { Landing: {}, Icons: {} } };
    await index.refresh(signal);
    expect(index.find("main", idOf("Icons"))).toMatchObject({ projectName: "Web" });
  });

  it("says which team it lost access to, and forgets its files", async () => {
    const { penpot, index } = await refreshed();
    penpot.failures.set(`get-projects ${idOf("Brand")}`, new PermanentError("PENPOT_NOT_FOUND", "There is no such team."));
    expect(await index.refresh(signal)).toMatchObject({ incomplete: true, files: { length: 3 } });
    expect(index.find("main", idOf("Marks"))).toBeUndefined();
  });

  it("stops when it is told to", async () => {
    const { index } = setUp();
    await expect(index.refresh(AbortSignal.abort())).rejects.toThrow("aborted");
  });
});

describe("resolve", () => {
  const subject = { teamId: idOf("Design"), projectId: idOf("System"), fileId: idOf("Icons") };

  it("finds a known file without asking", async () => {
    const { penpot, index } = await refreshed();
    const files = await index.resolve(createEvent({ subject, props: { name: "Icons" } }), signal);
    expect(files.map(({ name }) => name)).toEqual(["Icons"]);
    expect(penpot.calls).toEqual([]);
  });

  it("looks a new file up in its project", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: { Icons: {}, Fresh: {} } };
    const files = await index.resolve(createEvent({ subject: { ...subject, fileId: idOf("Fresh") } }), signal);
    expect(files).toMatchObject([{ name: "Fresh", projectName: "System", teamName: "Design" }]);
    expect(penpot.calls).toEqual([`get-projects ${idOf("Design")}`, `get-project-files ${idOf("System")}`]);
  });

  it("looks everything up for a file of which only the id is known", async () => {
    const { index } = setUp();
    const files = await index.resolve(
      createEvent({ name: "create-comment", subject: { teamId: idOf("Design"), fileId: idOf("Landing") } }),
      signal,
    );
    expect(files).toMatchObject([{ name: "Landing", projectName: "Web" }]);
  });

  it("asks anew when a file was renamed", async () => {
    const { penpot, index } = await refreshed();
    const state = { id: idOf("Icons") };
    penpot.world["Design"] = { System: { "Icons 2": state } };
    const files = await index.resolve(createEvent({ name: "rename-file", subject, props: { name: "Icons 2" } }), signal);
    expect(files.map(({ name }) => name)).toEqual(["Icons 2"]);
  });

  it("asks anew when an event says another project", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: {}, Web: { Icons: {} } };
    const files = await index.resolve(createEvent({ subject: { ...subject, projectId: idOf("Web") } }), signal);
    expect(files).toMatchObject([{ name: "Icons", projectName: "Web" }]);
  });

  it("gives all files of a project, listed now", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: { Icons: {}, Fresh: {} } };
    const files = await index.resolve(
      createEvent({ name: "create-file", subject: { teamId: subject.teamId, projectId: subject.projectId } }),
      signal,
    );
    expect(files.map(({ name }) => name).sort()).toEqual(["Fresh", "Icons"]);
    expect(penpot.calls).toEqual([`get-project-files ${idOf("System")}`]);
  });

  it("gives those files of a project that were moved there", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: { Icons: {} }, Web: { Landing: {}, Tokens: {} } };
    const event = createEvent({
      name: "move-files",
      subject: { teamId: subject.teamId, projectId: idOf("Web") },
      props: { ids: [idOf("Tokens")], projectId: idOf("Web") },
    });
    expect(await index.resolve(event, signal)).toMatchObject([{ name: "Tokens", projectName: "Web" }]);
  });

  it("learns the new name of a project", async () => {
    const { penpot, index } = await refreshed();
    const getProjects = penpot.getProjects;
    penpot.getProjects = async (teamId, abort) =>
      (await getProjects(teamId, abort)).map((project) => ({ ...project, name: `New ${project.name}` }));
    const files = await index.resolve(
      createEvent({ name: "rename-project", subject: { teamId: subject.teamId, projectId: subject.projectId } }),
      signal,
    );
    expect(files.map(({ projectName }) => projectName)).toEqual(["New System", "New System"]);
  });

  it("gives all files of a team", async () => {
    const { penpot, index } = await refreshed();
    const files = await index.resolve(createEvent({ name: "update-font", subject: { teamId: idOf("Design") } }), signal);
    expect(files).toHaveLength(3);
    expect(penpot.calls).toEqual([]);
  });

  it("gives nothing for teams that are not ours, other instances and events about nothing", async () => {
    const { index } = await refreshed();
    const foreign = { teamId: idOf("Private"), projectId: idOf("Secret"), fileId: idOf("Plans") };
    expect(await index.resolve(createEvent({ subject: foreign }), signal)).toEqual([]);
    expect(await index.resolve(createEvent({ subject, instance: "other" }), signal)).toEqual([]);
    expect(await index.resolve(createEvent({ subject: {} }), signal)).toEqual([]);
  });

  it("gives nothing for a project that is gone by now, so that nobody asks for it again", async () => {
    const { penpot, index } = await refreshed();
    penpot.failures.set(`get-project-files ${idOf("System")}`, new PermanentError("PENPOT_NOT_FOUND", "There is no such project."));
    const event = createEvent({ name: "import-binfile", subject: { teamId: subject.teamId, projectId: subject.projectId } });
    expect(await index.resolve(event, signal)).toEqual([]);
    expect(index.find("main", idOf("Icons"))).toBeUndefined();
  });

  it("keeps a file that was deleted, so that its recipes hear of it", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: {} };
    expect(await index.resolve(createEvent({ name: "delete-file", subject }), signal)).toHaveLength(1);
  });
});

describe("lookup", () => {
  it("asks Penpot even for a known file", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: { Icons: { revn: 8 } } };
    expect(await index.lookup({ instance: "main", fileId: idOf("Icons") }, signal)).toMatchObject({ revn: 8 });
  });

  it("finds a file that moved, and none that is gone", async () => {
    const { penpot, index } = await refreshed();
    penpot.world["Design"] = { System: {}, Web: { Icons: {} } };
    expect(await index.lookup({ instance: "main", fileId: idOf("Icons") }, signal)).toMatchObject({ projectName: "Web" });
    expect(await index.lookup({ instance: "main", fileId: idOf("Tokens") }, signal)).toBeUndefined();
  });

  it.each(["get-projects Design", "get-project-files System"])(
    "takes what Penpot no longer shows (%s) for gone, and looks further",
    async (call) => {
      const { penpot, index } = await refreshed();
      const [method, name = ""] = call.split(" ");
      penpot.failures.set(`${method} ${idOf(name)}`, new PermanentError("PENPOT_NOT_FOUND", "There is no such thing."));
      expect(await index.lookup({ instance: "main", fileId: idOf("Icons") }, signal)).toBeUndefined();
      expect(await index.lookup({ instance: "main", fileId: idOf("Marks") }, signal)).toMatchObject({ teamName: "Brand" });
      expect(index.find("main", idOf("Icons"))).toBeUndefined();
    },
  );

  it("throws when Penpot does not answer, for then nobody knows", async () => {
    const { penpot, index } = setUp();
    penpot.failures.set(`get-project-files ${idOf("Web")}`, new TransientError("PENPOT_AWAY", "Penpot is away."));
    await expect(index.lookup({ instance: "main", fileId: "unknown" }, signal)).rejects.toThrow("Penpot is away.");
  });
});
