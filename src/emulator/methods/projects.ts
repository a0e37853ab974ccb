import type { DesignFile } from "../design-file.ts";
import { defineMethod, type Method } from "../method.ts";
import { boolean, uuid } from "../params.ts";
import { canEdit, type Profile } from "../people.ts";
import { personalTeamOf } from "../personal.ts";
import { requireProject, requireTeam, type State } from "../state.ts";

function toProject(state: State, profile: Profile | undefined): Record<string, unknown> {
  const { id, name, createdAt } = state.project;
  const files = [...state.files.values()];
  return {
    teamId: state.team.id,
    name,
    modifiedAt: [createdAt, ...files.map((file) => file.modifiedAt)].sort().at(-1),
    isPinned: state.pins.has(toPin(profile, id)),
    id,
    count: files.filter(({ deletedAt }) => deletedAt === undefined).length,
    totalCount: files.length,
    createdAt,
    isDefault: false,
  };
}

function toDrafts(state: State, profile: Profile): Record<string, unknown> {
  const { team, project } = personalTeamOf(profile);
  const { id, name, createdAt } = project;
  const isPinned = state.pins.has(toPin(profile, id));
  return { teamId: team.id, name, modifiedAt: createdAt, isPinned, id, count: 0, totalCount: 0, createdAt, isDefault: true };
}

function toPin(profile: Profile | undefined, projectId: string): string {
  return `${profile?.id} ${projectId}`;
}

const getProjects = defineMethod({
  name: "get-projects",
  params: { teamId: uuid },
  run: ({ state, profile }, { teamId }) => {
    requireTeam(state, profile, teamId);
    return { value: [profile && teamId !== state.team.id ? toDrafts(state, profile) : toProject(state, profile)] };
  },
});

const getAllProjects = defineMethod({
  name: "get-all-projects",
  params: {},
  run: ({ state, profile }) => {
    if (!profile) return { value: [] };
    const own = { ...withoutCounts(toDrafts(state, profile)), teamName: personalTeamOf(profile).team.name, isDefaultTeam: true };
    const shared = { ...withoutCounts(toProject(state, profile)), teamName: state.team.name, isDefaultTeam: false };
    return { value: canEdit(profile.role) ? [shared, own] : [own] };
  },
});

function withoutCounts({ isPinned: _, count: __, totalCount: ___, ...project }: Record<string, unknown>): Record<string, unknown> {
  return project;
}

const getProject = defineMethod({
  name: "get-project",
  params: { id: uuid },
  run: ({ state, profile }, { id }) => {
    requireProject(state, profile, id);
    const row = profile && id !== state.project.id ? toDrafts(state, profile) : toProject(state, profile);
    const { teamId, createdAt, modifiedAt, isDefault, name } = row;
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
    if (projectId !== state.project.id) return { value: [] };
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
    if (isPinned) state.pins.add(toPin(profile, id));
    else state.pins.delete(toPin(profile, id));
    return { announce: { props: { isPinned }, batch: { key: `update-project-pin:${profileId}:${id}`, delayMs: delays.pinMs } } };
  },
});

export const projectMethods: readonly Method[] = [getProjects, getAllProjects, getProject, getProjectFiles, updateProjectPin];
