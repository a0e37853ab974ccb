import type { Flags } from "../../src/emulator/index.ts";
import { type Person, RECORDED, type World } from "./emulator-world.ts";
import { startHookReceiver } from "./hook-receiver.ts";
import { readFixtureBytes } from "./read-fixture.ts";

/** `values`: the same but for what is made anew; `shape`: the same keys and types, as the recorded instance held more or other things. */
export type Kind = "values" | "shape";
export type Case = readonly [exchange: string, kind: Kind, as?: Person];

export interface Scenario {
  cases: readonly Case[];
  flags?: Partial<Flags>;
  prepare?: (world: World) => Promise<void>;
}

/** Every scenario has an emulator of its own; its exchanges are replayed in order. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "who am I": {
    cases: [
      ["get-profile", "values"],
      ["get-profile.accept-any", "values"],
      ["get-profile.bearer", "values"],
      ["get-profile.fmt-json", "values"],
      ["get-profile.get-method", "values"],
      ["get-profile.invalid-token", "values"],
      ["get-profile.lowercase-scheme", "values"],
      ["get-profile.no-accept", "values"],
      ["get-profile.no-token", "values"],
      ["get-profile.old-route", "values"],
      ["get-profile.transit", "values"],
    ],
  },
  "teams, projects and lists of files": {
    cases: [
      ["get-team", "values"],
      ["get-teams", "shape"],
      ["get-teams.transit", "shape"],
      ["get-teams.viewer", "shape", "viewer"],
      ["get-teams.expired-token", "values"],
      ["get-teams.invalid-token", "values"],
      ["get-team-info.no-token", "values"],
      ["get-team-members", "shape"],
      ["get-projects", "shape"],
      ["get-all-projects", "shape"],
      ["get-all-projects.viewer", "shape", "viewer"],
      ["get-project", "shape"],
      ["get-project-files", "values"],
      ["get-project-files.get-camel", "values"],
      ["get-project-files.get-kebab", "values"],
      ["get-project-files.transit", "values"],
    ],
  },
  "reading files": {
    prepare: knowEtag,
    cases: [
      ["get-file.json", "values"],
      ["get-file.transit", "values"],
      ["get-file.transit-verbose", "values"],
      ["get-file.304", "values"],
      ["get-file.304-transit", "values"],
      ["get-file.if-none-match-strong", "values"],
      ["get-file.features-base", "values"],
      ["get-file.features-missing", "values"],
      ["get-file.empty", "values"],
      ["get-file.empty.transit", "values"],
      ["get-file-info.no-token", "values"],
      ["get-file-libraries", "values"],
      ["get-library-file-references", "values"],
      ["assets.404", "values"],
      ["assets.by-file-media-id-thumbnail", "values"],
      ["assets.by-file-media-id.no-token", "values"],
    ],
  },
  "reading the file after the recorded edits": {
    prepare: async ({ emulator }) => emulator.setDesign(RECORDED.acme, readFixtureBytes("penpot/acme/acme.v2.penpot")),
    cases: [
      ["acme.v2.get-file.json", "values"],
      ["acme.v2.get-file.transit", "values"],
      ["export-binfile.acme-v2", "values"],
      ["export-binfile.with-libraries", "shape"],
    ],
  },
  refusals: {
    cases: [
      ["error.400-bad-uuid", "values"],
      ["error.400-bad-uuid.transit", "values"],
      ["error.400-missing-param", "values"],
      ["error.400-truncated-json", "shape"],
      ["error.401", "values"],
      ["error.401.transit", "values"],
      ["error.404-no-permission", "values", "outsider"],
      ["error.404-no-permission.transit", "values", "outsider"],
      ["error.404-unknown-file", "values"],
      ["error.404-unknown-method", "values"],
      ["error.404-unrouted", "values"],
      ["error.405-get", "values"],
      ["error.500-bad-json", "shape"],
      ["error.no-content-type", "values"],
      ["error.outsider-get-projects", "values", "outsider"],
      ["error.outsider-get-team", "values", "outsider"],
      ["error.outsider-get-webhooks", "values", "outsider"],
      ["error.viewer-rename", "values", "viewer"],
    ],
  },
  "changing files": {
    cases: [
      ["set-file-shared.noop", "values"],
      ["rename-file", "values"],
      ["set-file-shared.share", "values"],
      ["set-file-shared.unshare", "values"],
      ["delete-file", "values"],
      ["update-project-pin", "values"],
      ["update-project-pin.outsider", "values", "outsider"],
      ["update-project-pin.viewer-nonce", "values", "viewer"],
    ],
  },
  comments: {
    cases: [
      ["create-comment-thread", "values"],
      ["create-comment", "values", "bridge"],
      ["get-comments", "values"],
      ["get-comment-thread", "values"],
      ["get-comment-threads", "values"],
      ["update-comment-thread.resolve", "values"],
      ["get-comment-threads.resolved", "values"],
      ["create-comment.viewer", "values", "viewer"],
    ],
  },
  "access tokens": {
    cases: [
      ["create-access-token.bad-expiration", "values"],
      ["create-access-token", "values"],
      ["get-access-tokens", "shape"],
      ["delete-access-token", "values"],
      ["get-teams.deleted-token", "values"],
    ],
  },
  "a hook for each format": {
    cases: [
      ["create-webhook.json", "values"],
      ["create-webhook.transit-hook", "values"],
      ["get-webhooks.json", "values"],
      ["get-webhooks.transit", "values"],
      ["get-webhooks.outsider", "values", "outsider"],
      ["update-webhook.viewer-foreign", "values", "viewer"],
    ],
  },
  "a hook without is-active": {
    cases: [
      ["create-webhook.no-is-active", "values"],
      ["get-webhooks.no-is-active", "values"],
      ["update-webhook.no-is-active", "values"],
      ["update-webhook.outsider", "values", "outsider"],
      ["update-webhook", "values"],
      ["update-webhook.head-405", "values"],
      ["update-webhook.string-false", "values"],
      ["update-webhook.404", "values"],
      ["delete-webhook", "values"],
      ["delete-webhook.404", "values"],
    ],
  },
  "hooks of people with less rights": {
    cases: [
      ["create-webhook.outsider", "values", "outsider"],
      ["update-webhook.by-creator-outsider", "values", "outsider"],
      ["create-webhook.viewer", "values", "viewer"],
      ["delete-webhook.by-creator", "values", "viewer"],
    ],
  },
  "eight hooks": {
    prepare: createEightHooks,
    cases: [
      ["get-webhooks.duplicates", "shape"],
      ["create-webhook.quota", "values"],
    ],
  },
  "receivers that will not do": {
    cases: [
      ["create-webhook.bad-mtype", "values"],
      ["create-webhook.bad-uri", "values"],
      ["create-webhook.blocked-address", "values"],
      ["create-webhook.blocked-metadata", "values"],
      ["create-webhook.form-mtype", "values"],
      ["create-webhook.head-201", "values"],
      ["create-webhook.head-302", "values"],
      ["create-webhook.head-404", "values"],
      ["create-webhook.head-405", "values"],
      ["create-webhook.head-500", "values"],
      ["create-webhook.head-drop", "values"],
      ["create-webhook.head-slow", "values"],
      ["create-webhook.no-mtype", "values"],
      ["create-webhook.refused", "values"],
      ["create-webhook.scheme", "values"],
      ["create-webhook.tls-self-signed", "values"],
      ["create-webhook.tls-to-plain", "values"],
      ["create-webhook.underscore-host", "values"],
      ["create-webhook.unresolvable", "values"],
      ["create-webhook.head-204", "values"],
    ],
  },
  "hooks that were switched off": {
    prepare: switchHooksOff,
    cases: [
      ["get-webhooks.deactivated.json", "values"],
      ["get-webhooks.deactivated.transit", "values"],
      ["update-webhook.reactivate-while-receiver-down", "values"],
      ["get-webhooks.reactivated.json", "shape"],
    ],
  },
  exports: {
    cases: [
      ["export-binfile", "values"],
      ["export-binfile.acme-v1", "values"],
      ["export-binfile.404", "values"],
      ["export-binfile.error-event", "values"],
    ],
  },
  "downloads of exports": {
    prepare: knowExport,
    cases: [
      ["assets.export.no-token", "values"],
      ["assets.export.invalid-token", "values"],
    ],
  },
  "a server with limits": {
    flags: { clientHeaderCheck: true, rateLimit: 3 },
    cases: [
      ["x-client.missing", "values"],
      ["x-client.unlimited-header", "values"],
      ["rate-limit.get-team-info-1", "shape"],
      ["rate-limit.get-team-info-2", "shape"],
      ["rate-limit.get-team-info-3", "shape"],
      ["rate-limit.get-team-info-4", "shape"],
    ],
  },
  "a server without access tokens": {
    flags: { accessTokens: false },
    cases: [
      ["flag-off.access-tokens.get-profile", "values"],
      ["flag-off.access-tokens.get-teams", "values"],
    ],
  },
};

/** Exchanges of methods the emulator has that it does not answer as recorded. */
export const NOT_COVERED: Readonly<Record<string, string>> = {
  "assets.export.backend-direct": "the emulator answers as Penpot behind its nginx",
  "assets.font.no-token": "archives carry no fonts",
  "assets.object-thumbnail.no-token": "browsers make thumbnails",
  "doc.openapi": "the emulator's document names only its own methods; see the test below",
  "export-binfile.nan-token": "no token that is not a number in an archive",
  "get-file.after-set-tokens-lib.json": "update-file is not emulated",
  "get-file.after-set-tokens-lib.transit": "update-file is not emulated",
  "get-file.objects-map.transit": "object maps are always resolved",
  "get-file.truncated-json": "no token that is not a number in an archive; failNext truncates",
  "get-font-variants": "archives carry no fonts: the list has only what the emulator was given",
  "pointer-map.get-file-base-features-only": "no pointer maps",
  "pointer-map.get-file-pointer-map-only.error": "no pointer maps",
  "pointer-map.get-file-without-features": "no pointer maps",
  "pointer-map.get-file.json": "no pointer maps",
  "pointer-map.get-file.transit": "no pointer maps",
};

async function call(world: World, method: string, params: object): Promise<unknown> {
  const headers = { authorization: `Token ${world.people.ada.token}`, accept: "application/json", "content-type": "application/json" };
  const response = await fetch(`${world.emulator.url}/api/main/methods/${method}`, {
    method: "POST",
    headers,
    body: JSON.stringify(params),
  });
  const text = await response.text();
  return text.startsWith("{") ? JSON.parse(text) : text;
}

/** The recorded ETag stands for the emulator's own. */
async function knowEtag(world: World): Promise<void> {
  const { exchange, headers } = await world.replay("get-file.json");
  const recorded = exchange.response.headers.find(([name]) => name === "etag")?.[1] ?? "";
  world.know(recorded.slice(3, -1), headers.get("etag")?.slice(3, -1) ?? "");
}

async function createEightHooks(world: World): Promise<void> {
  const hook = { teamId: world.emulator.teamId, mtype: "application/json", isActive: true };
  for (let count = 0; count < 8; count++) await call(world, "create-webhook", { ...hook, uri: `http://${world.receiver.host}/hooks/dup` });
}

async function knowExport(world: World): Promise<void> {
  const params = { fileId: RECORDED.acme, includeLibraries: false, embedAssets: false };
  const stream = String(await call(world, "export-binfile", params));
  world.know("39e49be2-7d61-4939-affc-de045a2a8c07", /by-id\/([\w-]+)/.exec(stream)?.[1] ?? "");
}

/** Two hooks whose receivers are gone when three events come. */
async function switchHooksOff(world: World): Promise<void> {
  const receivers = [await startHookReceiver(), await startHookReceiver()].sort((a, b) => (a.host < b.host ? -1 : 1));
  const recorded: [string, string][] = [
    ["5974007e-87d4-80ef-8008-fb1d71f04082", "localhost:9921"],
    ["5974007e-87d4-80ef-8008-fb1d74f2dfaa", "localhost:9924"],
  ];
  for (const receiver of receivers) {
    const [id, address] = recorded.shift() ?? ["", ""];
    const hook = { teamId: world.emulator.teamId, uri: `http://${receiver.host}/hook`, mtype: "application/json", isActive: true };
    const { id: made } = (await call(world, "create-webhook", hook)) as { id: string };
    world.know(id, made);
    world.know(address, receiver.host);
    await receiver.close();
  }
  for (const name of ["a", "b", "c"]) await call(world, "rename-file", { id: RECORDED.acme, name });
  await world.emulator.flush();
}
