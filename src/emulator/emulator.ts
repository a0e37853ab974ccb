import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { UserError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { createAccessToken } from "./access-tokens.ts";
import { type Control, toSummary } from "./control.ts";
import { createDeliveries, type Delays, type SentDelivery } from "./deliveries.ts";
import type { RawFile } from "./design-file.ts";
import { createEditing, createHttpEdit } from "./editing.ts";
import { createFaults, type Fault } from "./faults.ts";
import { addFonts, type FontInput } from "./fonts.ts";
import { createHttpServer, type Flags } from "./http.ts";
import type { Role } from "./people.ts";
import { createRateLimit } from "./rate-limit.ts";
import { addProfile, createState, type State } from "./state.ts";
import { type ArchiveInput, addArchives, createVersions } from "./versions.ts";

/** What an emulator serves and how it behaves. */
export interface EmulatorOptions {
  /** Every file of every archive is served. */
  archives: readonly ArchiveInput[];
  /** What `POST /emulator/edit` without a body puts into the first file, one after the other and then from the start again. */
  next?: readonly ArchiveInput[];
  /** Fonts of the team, which archives do not carry. */
  fonts?: readonly FontInput[];
  /** 127.0.0.1 unless told. */
  host?: string;
  /** 0, any free port, unless told. */
  port?: number;
  /** The bot's personal access token; made up unless told. */
  token?: string;
  /** Stands in for Penpot's SSRF filter; everything is allowed unless told. */
  receiverAllowed?: (target: URL) => boolean;
  /** Penpot's own unless told: 120 000, 5 000 and 0 ms. */
  delays?: Partial<Delays>;
  flags?: Partial<Flags>;
  log: Logger;
  /** Epoch milliseconds; the clock of the machine unless told. */
  now?: () => number;
}

/** A profile with one personal access token. */
export interface Account {
  id: string;
  name: string;
  token: string;
}

/** The accounts every emulator begins with: bot and designer can edit, the outsider is in no team, `expired` is a dead token of the bot. */
export interface Accounts {
  bot: Account;
  designer: Account;
  outsider: Account;
  expired: Account;
}

/** A running stand-in for Penpot with one team and one project, beside the team that every profile has for itself. */
export interface Emulator {
  readonly url: string;
  /** The bot's personal access token. */
  readonly token: string;
  readonly teamId: string;
  readonly projectId: string;
  readonly files: readonly { id: string; name: string }[];
  readonly accounts: Accounts;
  /** Adds a profile to the team or, as `outsider`, beside it. */
  createProfile(name: string, role: Role): Account;
  /** Changes a copy of the file in `get-file`'s JSON form and saves it, as the designer unless told. */
  edit(fileId: string, change: (file: RawFile) => void, profileId?: string): void;
  /** The file now holds what the archive holds, as the designer's work; throws UserError for what is no archive. */
  setDesign(fileId: string, archive: Uint8Array): void;
  /** The latest webhook requests, oldest first. */
  readonly deliveries: readonly SentDelivery[];
  /** Sends the webhooks that still wait, and resolves when they were sent. */
  flush(): Promise<void>;
  /** Makes the next calls of a method (`*`: of any) fail. */
  failNext(method: string, fault: Fault): void;
  /** Makes a token worthless; the bot's unless told. */
  revokeToken(token?: string): void;
  close(): Promise<void>;
}

const PENPOT_DELAYS: Delays = { updateFileMs: 120_000, pinMs: 5_000, dispatchMs: 0 };
const DEFAULT_FLAGS: Flags = { webhooks: true, accessTokens: true, clientHeaderCheck: false, rateLimit: undefined };

/** Starts an emulator; the caller closes it. Throws EMULATOR_NO_FILES, EMULATOR_CANNOT_LISTEN and the UserErrors of archives that cannot be read. */
export async function createEmulator(options: EmulatorOptions): Promise<Emulator> {
  const { log, now = Date.now } = options;
  const flags = { ...DEFAULT_FLAGS, ...options.flags };
  const delays = { ...PENPOT_DELAYS, ...options.delays };
  const state = createState(now);
  addArchives(state, options.archives);
  addFonts(state, options.fonts ?? []);
  const accounts = createAccounts(state, options.token);
  const rules = { isAllowed: options.receiverAllowed ?? (() => true) };
  const deliveries = createDeliveries({ state, rules, dispatchMs: delays.dispatchMs, isOn: flags.webhooks, log });
  const editing = createEditing(state, deliveries, delays);
  const faults = createFaults();
  const closing = new AbortController();
  const limit = flags.rateLimit;
  const versions = createVersions(options.archives, options.next ?? []);
  const control: Control = {
    describe: () => describe(state, services.url, accounts, deliveries.sent),
    edit: createHttpEdit(editing, versions, accounts.designer.id),
  };
  const services = {
    ...{ state, deliveries, delays, rules, faults, flags, control, log, url: "", signal: closing.signal },
    rateLimit: limit === undefined ? undefined : createRateLimit(limit, now),
  };
  const server = createHttpServer(services);
  services.url = await listen(server, options.host ?? "127.0.0.1", options.port ?? 0);
  const { bot, designer } = accounts;
  return {
    url: services.url,
    token: bot.token,
    teamId: state.team.id,
    projectId: state.project.id,
    files: [...state.files.values()].map(({ id, name }) => ({ id, name })),
    accounts,
    createProfile: (name, role) => createAccount(state, name, role),
    edit: (fileId, change, profileId = designer.id) => editing.edit(fileId, change, profileId),
    setDesign: (fileId, archive) => void editing.setDesign(fileId, archive, designer.id),
    deliveries: deliveries.sent,
    flush: deliveries.flush,
    failNext: faults.add,
    revokeToken: (token = bot.token) => void state.tokens.delete(token),
    close: async () => {
      closing.abort();
      await deliveries.close();
      await stop(server);
    },
  };
}

function createAccounts(state: State, token: string | undefined): Accounts {
  const bot = createAccount(state, "Penops Bot", "editor", token);
  return {
    bot,
    designer: createAccount(state, "Dana Designer", "owner"),
    outsider: createAccount(state, "Otto Outsider", "outsider"),
    expired: { ...bot, token: createAccessToken(state, bot.id, { name: "expired", expiresInMs: -1000 }).token },
  };
}

function createAccount(state: State, name: string, role: Role, token?: string): Account {
  const { id } = addProfile(state, name, role);
  const row = createAccessToken(state, id, { name: "emulator", ...(token !== undefined && { token }) });
  return { id, name, token: row.token };
}

function describe(state: State, url: string, { bot }: Accounts, sent: readonly SentDelivery[]): Record<string, unknown> {
  const { team, project } = state;
  return {
    url,
    token: bot.token,
    team: { id: team.id, name: team.name },
    project: { id: project.id, name: project.name },
    files: [...state.files.values()].map(({ id, name, revn, modifiedAt, deletedAt }) => ({ id, name, revn, modifiedAt, deletedAt })),
    profiles: [...state.profiles.values()].map(({ id, fullname, role }) => ({ id, name: fullname, role })),
    webhooks: [...state.hooks.values()],
    deliveries: sent.map(toSummary),
  };
}

async function listen(server: Server, host: string, port: number): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) => reject(cannotListen(host, port, cause)));
    server.listen(port, host, resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${actual}`;
}

function cannotListen(host: string, port: number, cause: Error): UserError {
  return new UserError("EMULATOR_CANNOT_LISTEN", `The emulator cannot listen on ${host}, port ${port}: ${cause.message}.`, {
    hint: "Choose another port, or 0 for any that is free.",
    cause,
  });
}

async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
