import { gunzipSync } from "node:zlib";
import { strFromU8, unzipSync } from "fflate";
import pino from "pino";
import { type Account, createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { decodeTransit } from "../../src/transit/index.ts";
import { buildArchive } from "./build-archive.ts";
import { type BadPorts, type HookReceiver, openBadPorts, startHookReceiver } from "./hook-receiver.ts";
import { readFixture, readFixtureBytes } from "./read-fixture.ts";
import { type Exchange, loadExchange } from "./replay-server.ts";

/** Ids of the recorded instance (captures of a live 2.17.0). */
export const RECORDED = {
  team: "5974007e-87d4-80ef-8008-fb1ba341744e",
  project: "5974007e-87d4-80ef-8008-fb1ba475f2ae",
  acme: "5974007e-87d4-80ef-8008-fb1ba4aaa022",
  appScreens: "5974007e-87d4-80ef-8008-fb1ba5b08f7e",
  scratch: "1c2fb25a-d8b7-4fff-ac92-0542bfe565b6",
  ada: "5974007e-87d4-80ef-8008-fb1ba1e5d073",
  bridge: "5974007e-87d4-80ef-8008-fb1ba254f0d6",
  viewer: "5974007e-87d4-80ef-8008-fb1ba2bafaee",
  outsider: "5974007e-87d4-80ef-8008-fb1ba31177b4",
} as const;

/** Other teams of the recording, in which only hooks were tried. */
const HOOK_TEAMS = ["5974007e-87d4-80ef-8008-fb1c8546c2f1", "5974007e-87d4-80ef-8008-fb1d71e446b0", "5974007e-87d4-80ef-8008-fb1f8890c4a5"];

/** What an exchange became when its request was made again. */
export interface Replayed {
  exchange: Exchange;
  status: number;
  headers: Headers;
  /** Decoded, in the API's JSON form; the raw text for other content types. */
  body: unknown;
  /** The recorded body, decoded alike, with the recorded ids replaced. */
  recorded: unknown;
  /** Both bodies as they came. */
  text: string;
  recordedText: string;
}

/** The recorded callers, as far as they differ. */
export type Person = "ada" | "bridge" | "viewer" | "outsider";

/** An emulator peopled like the recorded instance, and the means to make recorded requests again. */
export interface World {
  emulator: Emulator;
  receiver: HookReceiver;
  bad: BadPorts;
  people: Record<Person, Account>;
  /** From now on the recorded text stands for another: an id, an ETag, a host. */
  know(recorded: string, actual: string): void;
  /** Makes the request again; the id that its answer creates is known from then on. */
  replay(name: string, as?: Person): Promise<Replayed>;
  close(): Promise<void>;
}

/** Starts a world; both files of the recording are served, the second linked to the first. */
export async function startWorld(options: Partial<EmulatorOptions> = {}): Promise<World> {
  const receiver = await startHookReceiver();
  const bad = await openBadPorts();
  const emulator = await createEmulator({
    archives: [{ bytes: buildWorldArchive() }],
    receiverAllowed: ({ hostname }) => !/^(10|169\.254)\./.test(hostname),
    log: pino({ level: "silent" }),
    ...options,
  });
  const people = {
    ada: emulator.createProfile("Ada Acme", "owner"),
    bridge: emulator.createProfile("Acme Bridge", "editor"),
    viewer: emulator.createProfile("Vic Viewer", "viewer"),
    outsider: emulator.accounts.outsider,
  };
  const known = new Map<string, string>([
    [RECORDED.team, emulator.teamId],
    [RECORDED.project, emulator.projectId],
    [RECORDED.scratch, RECORDED.appScreens],
    ...HOOK_TEAMS.map((id): [string, string] => [id, emulator.teamId]),
    ...(["ada", "bridge", "viewer", "outsider"] as const).map((who): [string, string] => [RECORDED[who], people[who].id]),
    // The recorded receiver kept still when it was spoken to in TLS.
    ["https://localhost:9911", `https://127.0.0.1:${bad.silent}`],
    ["localhost:9911", receiver.host],
    ["localhost:9919", `127.0.0.1:${bad.refused}`],
    ["localhost:9932", `127.0.0.1:${bad.badTls}`],
    ["<PAT-2>", "deleted"],
    ["<PAT-EXPIRED>", emulator.accounts.expired.token],
  ]);
  const translate = (text: string): string => [...known].reduce((done, [from, to]) => done.replaceAll(from, to), text);
  return {
    emulator,
    receiver,
    bad,
    people,
    know: (recorded, actual) => void known.set(recorded, actual),
    replay: async (name, as = "ada") => {
      const exchange = loadExchange(name);
      const was = readRecorded(exchange);
      const answer = await sendAgain(exchange, emulator.url, (text) => translate(text).replaceAll("<PAT>", people[as].token));
      const [made, old] = [listIds(answer.body), listIds(decode(was, contentTypeOf(exchange)))];
      for (const [index, id] of old.entries()) if (!known.has(id)) known.set(id, made[index] ?? id);
      // JSON of Penpot has its slashes escaped, addresses too.
      const recordedText = translate(was.replaceAll("\\/", "/"));
      return { exchange, ...answer, recorded: decode(recordedText, contentTypeOf(exchange)), recordedText };
    },
    close: async () => {
      await emulator.close();
      await receiver.close();
      await bad.close();
    },
  };
}

function readRecorded({ response }: Exchange): string {
  const isPacked = response.body[0] === 0x1f && response.body[1] === 0x8b;
  return (isPacked ? gunzipSync(response.body) : response.body).toString();
}

async function sendAgain(
  { request }: Exchange,
  url: string,
  translate: (text: string) => string,
): Promise<Pick<Replayed, "status" | "headers" | "body" | "text">> {
  const headers = request.headers.filter(([name]) => name !== "Host" && name !== "Content-Length");
  const response = await fetch(url + translate(request.url), {
    method: request.method,
    headers: headers.map(([name, value]): [string, string] => [name, translate(value)]),
    ...(request.body !== null && { body: Buffer.from(translate(request.body)) }),
  });
  const text = await response.text();
  const { status, headers: answered } = response;
  return { status, headers: answered, body: decode(text, answered.get("content-type") ?? ""), text };
}

/** The recorded content type, `` for none. */
export function contentTypeOf({ response }: Exchange): string {
  return response.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
}

function decode(text: string, contentType: string): unknown {
  if (contentType.startsWith("application/transit+json")) return decodeTransit(text);
  return contentType.startsWith("application/json") ? JSON.parse(text) : text;
}

/** The ids an answer may have made. */
function listIds(body: unknown): string[] {
  const { id, commentId } = (typeof body === "object" && body !== null ? body : {}) as { id?: unknown; commentId?: unknown };
  return [id, commentId].filter((value) => typeof value === "string");
}

/** One archive with the recorded file "Acme Design System" and the empty "App screens" that uses it as a library. */
function buildWorldArchive(): Uint8Array {
  const entries = unzipSync(readFixtureBytes("penpot/acme/acme.v1.penpot"));
  const manifest = JSON.parse(strFromU8(entries["manifest.json"] ?? new Uint8Array()));
  const { data, id, name, ...metadata } = JSON.parse(readFixture("penpot/rpc/get-file.empty.body.json"));
  const features = metadata.features.filter((feature: string) => feature !== "fdata/objects-map");
  const both = { ...manifest, files: [...manifest.files, { id, name, features }], relations: [[RECORDED.appScreens, RECORDED.acme]] };
  const appScreens = {
    id,
    name,
    metadata: { ...metadata, features, options: data.options },
    pages: Object.values(data.pagesIndex) as never,
  };
  return buildArchive([appScreens], { entries: { ...entries, "manifest.json": JSON.stringify(both) } });
}
