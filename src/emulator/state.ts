import type { DesignFile } from "./design-file.ts";
import { createId, deriveId } from "./ids.ts";
import { canEdit, type Profile, type Role } from "./people.ts";
import { type PersonalTeam, personalTeamOf } from "./personal.ts";
import { notFound } from "./rpc-error.ts";

/** A personal access token; `expiresAt` is ISO-8601. */
export interface AccessToken {
  id: string;
  profileId: string;
  name: string;
  token: string;
  type?: string;
  createdAt: string;
  expiresAt?: string;
}

/** A row of Penpot's table `webhook`; without `isActive` the hook never fires (integration.md §5.1). */
export interface Hook {
  id: string;
  teamId: string;
  uri: string;
  mtype: string;
  isActive?: boolean;
  errorCode?: string;
  errorCount: number;
  profileId: string;
  createdAt: string;
}

export interface Comment {
  id: string;
  ownerId: string;
  content: string;
  mentions: string[];
  createdAt: string;
  modifiedAt: string;
}

export interface CommentThread {
  id: string;
  fileId: string;
  pageId: string;
  pageName: string;
  frameId: string;
  ownerId: string;
  position: { x: number; y: number };
  seqn: number;
  isResolved: boolean;
  participants: Set<string>;
  createdAt: string;
  modifiedAt: string;
  comments: Comment[];
}

/** Bytes ready for download: an exported archive, a font. */
export interface Asset {
  bytes: Uint8Array;
  mtype: string;
}

/** Everything the emulator remembers. It lives as long as the process. */
export interface State {
  readonly team: { id: string; name: string; createdAt: string };
  readonly project: { id: string; name: string; createdAt: string };
  readonly profiles: Map<string, Profile>;
  readonly tokens: Map<string, AccessToken>;
  readonly files: Map<string, DesignFile>;
  readonly hooks: Map<string, Hook>;
  readonly threads: Map<string, CommentThread>;
  /** Who pinned what: `<profile id> <project id>`. */
  readonly pins: Set<string>;
  readonly exports: Map<string, Asset>;
  /** Rows of the team's uploaded fonts. */
  readonly fontVariants: Readonly<Record<string, unknown>>[];
  /** Their files by storage id. */
  readonly fontFiles: Map<string, Asset>;
  /** ISO-8601 with milliseconds. */
  now(): string;
}

export const TEAM_FEATURES = [
  "fdata/objects-map",
  "plugins/runtime",
  "design-tokens/v1",
  "variants/v1",
  "layout/grid",
  "styles/v2",
  "tokens/numeric-input",
  "render-wasm/v1",
  "components/v2",
] as const;

/** An instance with one empty team and project, whose ids are the same in every process. */
export function createState(now: () => number): State {
  const toIso = (): string => new Date(now()).toISOString();
  const createdAt = toIso();
  return {
    team: { id: deriveId("team", "Acme"), name: "Acme", createdAt },
    project: { id: deriveId("project", "Design System"), name: "Design System", createdAt },
    profiles: new Map(),
    tokens: new Map(),
    files: new Map(),
    hooks: new Map(),
    threads: new Map(),
    pins: new Set(),
    exports: new Map(),
    fontVariants: [],
    fontFiles: new Map(),
    now: toIso,
  };
}

/** Adds a profile; its id follows from the name, so that it is the same in every process. */
export function addProfile(state: State, fullname: string, role: Role): Profile {
  const local = fullname.toLowerCase().replace(/[^a-z0-9]+/g, ".");
  const derived = deriveId("profile", fullname);
  const id = state.profiles.has(derived) ? createId() : derived;
  const profile: Profile = { id, fullname, email: `${local}@acme.example`, role, createdAt: state.now() };
  state.profiles.set(id, profile);
  return profile;
}

interface Needs {
  edit?: boolean;
}

function isAllowed(profile: Profile | undefined, { edit = false }: Needs): boolean {
  if (!profile || profile.role === "outsider") return false;
  return !edit || canEdit(profile.role);
}

/** Throws Penpot's 404 unless the team exists and the profile may read (or edit) it. */
export function requireTeam(state: State, profile: Profile | undefined, id: string, needs: Needs = {}): void {
  if (profile && id === personalTeamOf(profile).team.id) return;
  if (id !== state.team.id || !isAllowed(profile, needs)) throw notFound();
}

/** Throws Penpot's 404 unless the project exists and the profile may read (or edit) it. */
export function requireProject(state: State, profile: Profile | undefined, id: string, needs: Needs = {}): void {
  if (profile && id === personalTeamOf(profile).project.id) return;
  if (id !== state.project.id || !isAllowed(profile, needs)) throw notFound();
}

/** The team a project belongs to; undefined when there is no such project. */
export function findTeamOfProject(state: State, projectId: string): string | undefined {
  if (projectId === state.project.id) return state.team.id;
  return listPersonalTeams(state).find(({ project }) => project.id === projectId)?.team.id;
}

/** Tells whether there is such a team, whoever may see it. */
export function isTeam(state: State, id: string): boolean {
  return id === state.team.id || listPersonalTeams(state).some(({ team }) => team.id === id);
}

function listPersonalTeams({ profiles }: State): PersonalTeam[] {
  return [...profiles.values()].map(personalTeamOf);
}

/** The live file; throws Penpot's 404 unless the profile may read (or edit) it. */
export function requireFile(state: State, profile: Profile | undefined, id: string, needs: Needs = {}): DesignFile {
  const file = state.files.get(id);
  if (!file || file.deletedAt !== undefined || !isAllowed(profile, needs)) throw notFound();
  return file;
}

/** The caller a `Token` header names; undefined is the anonymous visitor, also for bad, expired and revoked tokens (integration.md §6.4). */
export function findCaller(state: State, token: string | undefined): Profile | undefined {
  const row = token === undefined ? undefined : state.tokens.get(token);
  if (!row) return undefined;
  if (row.expiresAt !== undefined && row.expiresAt <= state.now()) return undefined;
  return state.profiles.get(row.profileId);
}
