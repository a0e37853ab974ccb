import { deriveId, ZERO_ID } from "../ids.ts";
import { defineMethod, type Method } from "../method.ts";
import { optional, uuid } from "../params.ts";
import { type Profile, permissionsOf } from "../people.ts";
import { notFound } from "../rpc-error.ts";
import { requireTeam, type State, TEAM_FEATURES } from "../state.ts";

const getProfile = defineMethod({
  name: "get-profile",
  isAnonymous: true,
  params: {},
  run: ({ profile }) => {
    if (!profile) return { value: { id: ZERO_ID, fullname: "Anonymous User" } };
    const { id, fullname, email, createdAt } = profile;
    return {
      value: {
        email,
        isDemo: false,
        authBackend: "penpot",
        fullname,
        modifiedAt: createdAt,
        isActive: true,
        defaultProjectId: deriveId("default-project", id),
        id,
        isMuted: false,
        defaultTeamId: deriveId("default-team", id),
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

function toTeam({ team }: State, profile: Profile): Record<string, unknown> {
  const { id, name, createdAt } = team;
  return {
    features: [...TEAM_FEATURES],
    permissions: permissionsOf(profile),
    name,
    modifiedAt: createdAt,
    id,
    createdAt,
    isDefault: false,
  };
}

const getTeams = defineMethod({
  name: "get-teams",
  params: {},
  run: ({ state, profile }) => ({ value: profile && profile.role !== "outsider" ? [toTeam(state, profile)] : [] }),
});

const getTeam = defineMethod({
  name: "get-team",
  params: { id: optional(uuid), fileId: optional(uuid) },
  run: ({ state, profile }, { id, fileId }) => {
    const isKnown = id === state.team.id || (fileId !== undefined && state.files.has(fileId));
    if (!profile || !isKnown || profile.role === "outsider") throw notFound("team-does-not-exist", "");
    return { value: toTeam(state, profile) };
  },
});

const getTeamInfo = defineMethod({
  name: "get-team-info",
  isAnonymous: true,
  params: { id: uuid },
  run: ({ state }, { id }) => {
    if (id !== state.team.id) throw notFound();
    return { value: { id, isDefault: false, features: [...TEAM_FEATURES] } };
  },
});

const getTeamMembers = defineMethod({
  name: "get-team-members",
  params: { teamId: uuid },
  run: ({ state, profile }, { teamId }) => {
    requireTeam(state, profile, teamId);
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
