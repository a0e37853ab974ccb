import type { DesignFile } from "../design-file.ts";
import { defineMethod, type Method } from "../method.ts";
import { boolean, uuid } from "../params.ts";
import { canEdit, type Profile } from "../people.ts";
import { requireProject, requireTeam, type State } from "../state.ts";

function toProject(state: State, profile: Profile | undefined): Record<string, unknown> {
  const { id, name, createdAt } = state.project;
  const files = [...state.files.values()];
  return {
    teamId: state.team.id,
    name,
    modifiedAt: [createdAt, ...files.map((file) => file.modifiedAt)].sort().at(-1),
    isPinned: state.pins.has(profile?.id ?? ""),
    id,
    count: files.filter(({ deletedAt }) => deletedAt === undefined).length,
    totalCount: files.length,
    createdAt,
    isDefault: false,
  };
}

const getProjects = defineMethod({
  name: "get-projects",
  params: { teamId: uuid },
  run: ({ state, profile }, { teamId }) => {
    requireTeam(state, profile, teamId);
    return { value: [toProject(state, profile)] };
  },
});

const getAllProjects = defineMethod({
  name: "get-all-projects",
  params: {},
  run: ({ state, profile }) => {
    if (!profile || !canEdit(profile.role)) return { value: [] };
    const { isPinned: _, count: __, totalCount: ___, ...project } = toProject(state, profile);
    return { value: [{ ...project, teamName: state.team.name, isDefaultTeam: false }] };
  },
});

const getProject = defineMethod({
  name: "get-project",
  params: { id: uuid },
  run: ({ state, profile }, { id }) => {
    requireProject(state, profile, id);
    const { teamId, createdAt, modifiedAt, isDefault, name } = toProject(state, profile);
    return { value: { id, teamId, createdAt, modifiedAt, isDefault, name } };
  },
});

function toRow(state: State, { id, name, revn, vern, isShared, createdAt, modifiedAt }: DesignFile): Record<string, unknown> {
  return { teamId: state.team.id, name, revn, modifiedAt, vern, id, isShared, projectId: state.project.id, createdAt };
}

const getProjectFiles = defineMethod({
  name: "get-project-files",
  params: { projectId: uuid },
  run: ({ state, profile }, { projectId }) => {
    requireProject(state, profile, projectId);
    const files = [...state.files.values()].filter(({ deletedAt }) => deletedAt === undefined);
    const newestFirst = files.sort((a, b) => (a.modifiedAt < b.modifiedAt ? 1 : a.modifiedAt > b.modifiedAt ? -1 : 0));
    return { value: newestFirst.map((file) => toRow(state, file)) };
  },
});

const updateProjectPin = defineMethod({
  name: "update-project-pin",
  params: { teamId: uuid, isPinned: boolean, id: uuid },
  run: ({ state, profile, delays }, { id, isPinned }) => {
    requireProject(state, profile, id);
    const profileId = profile?.id ?? "";
    if (isPinned) state.pins.add(profileId);
    else state.pins.delete(profileId);
    return { announce: { props: { isPinned }, batch: { key: `update-project-pin:${profileId}:${id}`, delayMs: delays.pinMs } } };
  },
});

export const projectMethods: readonly Method[] = [getProjects, getAllProjects, getProject, getProjectFiles, updateProjectPin];
