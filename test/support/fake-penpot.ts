import type { Design } from "../../src/design.ts";
import { TransientError, UserError } from "../../src/errors.ts";
import type { Media } from "../../src/media.ts";
import type { FileState, Penpot } from "../../src/penpot.ts";
import { createDesign } from "./create-design.ts";

/** A Penpot as plain data: team → project → file. Names are ids too unless told. Change it between calls. */
export interface FakeWorld {
  [team: string]: { [project: string]: { [file: string]: Partial<FileState> } };
}

/** A Penpot that answers from memory and remembers what it was asked. */
export interface FakePenpot extends Penpot {
  world: FakeWorld;
  calls: string[];
  /** What a call answers with instead: `get-project-files <project id>`. */
  failures: Map<string, Error>;
  designs: Map<string, Design>;
  /** What lies beside every file; nothing unless told. */
  media: Media;
}

/** The id of a made-up team, project or file. */
export function idOf(name: string): string {
  return `${Buffer.from(name.padEnd(6, "-").slice(0, 6)).toString("hex").slice(0, 8)}-0000-8000-8000-${Buffer.from(name.padStart(6, "-").slice(-6)).toString("hex")}`;
}

/** Creates a fake of one instance. */
export function createFakePenpot(world: FakeWorld, instance = "main"): FakePenpot {
  const calls: string[] = [];
  const failures = new Map<string, Error>();
  const ask = (call: string, signal: AbortSignal) => {
    signal.throwIfAborted();
    calls.push(call);
    const failure = failures.get(call);
    if (failure) throw failure;
  };
  const fake: FakePenpot = {
    instance,
    publicUrl: "https://penpot.example",
    world,
    calls,
    failures,
    designs: new Map(),
    media: createFakeMedia(),
    async getProfile(signal) {
      ask("get-profile", signal);
      return { id: idOf("bot"), fullname: "Bot" };
    },
    async getTeams(signal) {
      ask("get-teams", signal);
      return Object.keys(fake.world).map((name) => ({ id: idOf(name), name, isDefault: false }));
    },
    async getProjects(teamId, signal) {
      ask(`get-projects ${teamId}`, signal);
      const projects = Object.entries(fake.world).find(([name]) => idOf(name) === teamId)?.[1] ?? {};
      return Object.keys(projects).map((name) => ({ id: idOf(name), teamId, name, isPinned: false }));
    },
    async getProjectFiles(projectId, signal) {
      ask(`get-project-files ${projectId}`, signal);
      return listFiles(fake.world).filter((file) => file.projectId === projectId);
    },
    async readDesign(fileId, signal) {
      ask(`get-file ${fileId}`, signal);
      const ready = fake.designs.get(fileId);
      if (ready) return ready;
      const state = listFiles(fake.world).find(({ id }) => id === fileId);
      if (!state) throw new UserError("PENPOT_NOT_FOUND", `The file ${fileId} was not found.`);
      const { id, name, revn, vern, modifiedAt } = state;
      return createDesign({ id, name, revn, vern, modifiedAt });
    },
    openMedia: () => fake.media,
    async call(method) {
      throw new TransientError("FAKE", `The fake knows no ${method}.`);
    },
  };
  return fake;
}

/** What lies beside a design, from memory; the rest is not there. */
export function createFakeMedia(parts: Partial<Media> = {}): Media {
  return {
    image: async () => undefined,
    font: async () => undefined,
    fontVariants: async () => [],
    fontFile: async () => undefined,
    archive: async () => new Uint8Array(),
    ...parts,
  };
}

function listFiles(world: FakeWorld): FileState[] {
  return Object.entries(world).flatMap(([team, projects]) =>
    Object.entries(projects).flatMap(([project, files]) =>
      Object.entries(files).map(([name, state]) => ({
        id: idOf(name),
        projectId: idOf(project),
        teamId: idOf(team),
        name,
        revn: 1,
        vern: 0,
        modifiedAt: "2026-11-21T18:27:11.026Z",
        isShared: false,
        ...state,
      })),
    ),
  );
}
