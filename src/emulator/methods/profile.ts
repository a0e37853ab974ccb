import { ZERO_ID } from "../ids.ts";
import { defineMethod, type Method } from "../method.ts";
import { optional, uuid } from "../params.ts";
import { type Profile, permissionsOf } from "../people.ts";
import { personalTeamOf } from "../personal.ts";
import { notFound } from "../rpc-error.ts";
import { isTeam, requireTeam, type State, TEAM_FEATURES } from "../state.ts";

const getProfile = defineMethod({
  name: "get-profile",
  isAnonymous: true,
  params: {},
  run: ({ profile }) => {
    if (!profile) return { value: { id: ZERO_ID, fullname: "Anonymous User" } };
    const { id, fullname, email, createdAt } = profile;
    const { team, project } = personalTeamOf(profile);
    return {
      value: {
        email,
        isDemo: false,
        authBackend: "penpot",
        fullname,
        modifiedAt: createdAt,
        isActive: true,
        defaultProjectId: project.id,
        id,
        isMuted: false,
        defaultTeamId: team.id,
        createdAt,
        isBlocked: false,
        props: {
          nudge: { big: 10, small: 1 },
          v2InfoShown: true,
          viewedTutorial: false,
          viewedWalkthrough: false,
          releaseNotesViewed: "2.17",
        },
      },
    };
  },
});

function toTeam({ id, name, createdAt }: State["team"], member: Profile, isDefault: boolean): Record<string, unknown> {
  return { features: [...TEAM_FEATURES], permissions: permissionsOf(member), name, modifiedAt: createdAt, id, createdAt, isDefault };
}

/** The profile's own team first, as Penpot lists them. */
function listTeams({ team }: State, profile: Profile): Record<string, unknown>[] {
  const own = toTeam(personalTeamOf(profile).team, { ...profile, role: "owner" }, true);
  return profile.role === "outsider" ? [own] : [own, toTeam(team, profile, false)];
}

const getTeams = defineMethod({
  name: "get-teams",
  params: {},
  run: ({ state, profile }) => ({ value: profile ? listTeams(state, profile) : [] }),
});

const getTeam = defineMethod({
  name: "get-team",
  params: { id: optional(uuid), fileId: optional(uuid) },
  run: ({ state, profile }, { id, fileId }) => {
    const wanted = id ?? (fileId !== undefined && state.files.has(fileId) ? state.team.id : undefined);
    const team = profile && listTeams(state, profile).find((row) => row["id"] === wanted);
    if (!team) throw notFound("team-does-not-exist", "");
    return { value: team };
  },
});

const getTeamInfo = defineMethod({
  name: "get-team-info",
  isAnonymous: true,
  params: { id: uuid },
  run: ({ state }, { id }) => {
    if (!isTeam(state, id)) throw notFound();
    return { value: { id, isDefault: id !== state.team.id, features: [...TEAM_FEATURES] } };
  },
});

const getTeamMembers = defineMethod({
  name: "get-team-members",
  params: { teamId: uuid },
  run: ({ state, profile }, { teamId }) => {
    requireTeam(state, profile, teamId);
    if (profile && teamId !== state.team.id) return { value: [toMember(teamId, { ...profile, role: "owner" })] };
    const members = [...state.profiles.values()].filter(({ role }) => role !== "outsider");
    return { value: members.map((member) => toMember(teamId, member)) };
  },
});

function toMember(teamId: string, member: Profile): Record<string, unknown> {
  const { id, fullname, email, createdAt } = member;
  const { isOwner, isAdmin, canEdit } = permissionsOf(member);
  return {
    isAdmin,
    email,
    teamId,
    name: fullname,
    fullname,
    isOwner,
    modifiedAt: createdAt,
    canEdit,
    isActive: true,
    id,
    profileId: id,
    createdAt,
  };
}

export const profileMethods: readonly Method[] = [getProfile, getTeams, getTeam, getTeamInfo, getTeamMembers];
