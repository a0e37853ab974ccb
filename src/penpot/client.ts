import type { PenpotInstance } from "../config/config.ts";
import type { Logger } from "../log.ts";
import type { Penpot, Project } from "../penpot.ts";
import { type AssetKind, downloadAsset, exportArchive } from "./assets.ts";
import { tokenInvalid } from "./errors.ts";
import { createMediaCache } from "./media/media-cache.ts";
import { openMedia } from "./media/open-media.ts";
import { createDesignReader } from "./read-design.ts";
import { createRpc, type Rpc } from "./rpc.ts";
import { Answers, parseAnswer } from "./schemas.ts";
import { getServerVersion } from "./server-version.ts";
import { createWebhookCalls, type WebhookCalls } from "./webhooks.ts";

/** An access token of the profile; which of them is the one in use cannot be told. */
export interface AccessToken {
  id: string;
  name: string;
  /** `mcp` or absent. */
  type?: string;
  expiresAt?: string;
  /** Whole days left, negative when it has expired; absent when it never does. */
  expiresInDays?: number;
}

/** A Penpot instance with what Penops' own commands need beyond the contract. */
export interface PenpotClient extends Penpot, WebhookCalls {
  getAccessTokens(signal: AbortSignal): Promise<AccessToken[]>;
  /** `<major>.<minor>`, or undefined when the server does not tell. Needs no token. */
  getServerVersion(signal: AbortSignal): Promise<string | undefined>;
  /** The file with its libraries as a `.penpot` ZIP. */
  exportArchive(fileId: string, signal: AbortSignal): Promise<Uint8Array>;
  downloadAsset(kind: AssetKind, id: string, signal: AbortSignal): Promise<Uint8Array>;
  /** The harmless self-test: sets the pin to the value it has; the event `update-project-pin` comes back with `props.penopsNonce`. */
  pinProject(project: Project, nonce: string, signal: AbortSignal): Promise<void>;
  /** Stops everything under way. */
  close(): void;
}

export interface PenpotDeps {
  log: Logger;
  /** Of Penops, for `X-Client`. */
  version: string;
  fetch?: typeof fetch;
  now?: () => number;
  maxInFlight?: number;
  timeoutMs?: number;
  maxBytes?: number;
}

const ANONYMOUS = "00000000-0000-0000-0000-000000000000";
const DAY = 86_400_000;

/** Creates the client of one configured instance; the caller closes it. Throws PENPOT_URL, PENPOT_TOKEN_MALFORMED. */
export function createPenpot(instance: string, config: PenpotInstance, deps: PenpotDeps): PenpotClient {
  const { version, ...options } = deps;
  const log = deps.log.child({ penpot: instance });
  const rpc = createRpc({ ...options, log, url: config.url, token: config.token, client: `penops/${version}` });
  const now = deps.now ?? Date.now;
  const readDesign = createDesignReader(rpc, log);
  const mediaCache = createMediaCache();
  return {
    instance,
    publicUrl: (config["public-url"] ?? config.url).replace(/\/+$/, ""),
    ...createListings(rpc),
    ...createWebhookCalls(rpc),
    readDesign,
    openMedia: (file, signal) => openMedia(rpc, mediaCache, file, signal),
    call: (method, params, { signal, format = "json" }) => rpc.call({ method, params, format, signal }),
    async getAccessTokens(signal) {
      const rows = parseAnswer(Answers.tokens, await rpc.call({ method: "get-access-tokens", params: {}, signal }), "get-access-tokens");
      return rows.map(({ id, name, type, expiresAt }) => ({
        id,
        name,
        ...(type && { type }),
        ...(expiresAt && { expiresAt, expiresInDays: Math.floor((Date.parse(expiresAt) - now()) / DAY) }),
      }));
    },
    getServerVersion: (signal) => getServerVersion(rpc, signal),
    exportArchive: (fileId, signal) => exportArchive(rpc, fileId, signal),
    downloadAsset: (kind, id, signal) => downloadAsset(rpc, kind, id, signal),
    async pinProject({ id, teamId, isPinned }, penopsNonce, signal) {
      await rpc.call({ method: "update-project-pin", params: { id, teamId, isPinned, penopsNonce }, signal });
    },
    close: () => rpc.close(),
  };
}

type Listings = Pick<Penpot, "getProfile" | "getTeams" | "getProjects" | "getProjectFiles">;

function createListings(rpc: Rpc): Listings {
  return {
    async getProfile(signal) {
      const profile = parseAnswer(Answers.profile, await rpc.call({ method: "get-profile", params: {}, signal }), "get-profile");
      if (profile.id === ANONYMOUS)
        throw tokenInvalid(`Penpot at ${rpc.base} did not accept the access token (it answers as to a stranger).`);
      return { id: profile.id, fullname: profile.fullname, ...(profile.email && { email: profile.email }) };
    },
    async getTeams(signal) {
      return parseAnswer(Answers.teams, await rpc.call({ method: "get-teams", params: {}, signal }), "get-teams");
    },
    async getProjects(teamId, signal) {
      const rows = parseAnswer(Answers.projects, await rpc.call({ method: "get-projects", params: { teamId }, signal }), "get-projects");
      return rows
        .filter((row) => !row.deletedAt)
        .map(({ id, name, isPinned, teamId: team }) => ({ id, teamId: team, name, isPinned: isPinned === true }));
    },
    async getProjectFiles(projectId, signal) {
      const params = { projectId };
      const rows = parseAnswer(Answers.files, await rpc.call({ method: "get-project-files", params, signal }), "get-project-files");
      const live = rows.filter((row) => !row.deletedAt);
      // Older versions leave the team out of the rows.
      const teamId = live.every((row) => row.teamId) ? "" : await getTeamOf(rpc, projectId, signal);
      return live.map(({ deletedAt: _, ...row }) => ({ ...row, teamId: row.teamId ?? teamId }));
    },
  };
}

async function getTeamOf(rpc: Rpc, projectId: string, signal: AbortSignal): Promise<string> {
  const project = await rpc.call({ method: "get-project", params: { id: projectId }, signal });
  return parseAnswer(Answers.project, project, "get-project").teamId;
}
