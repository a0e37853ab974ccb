import { createHash } from "node:crypto";
import { type Permissions, type Profile, permissionsOf } from "./people.ts";
import { identifyTokens, type KnownLibrary, toTransitLibrary } from "./token-library.ts";
import { toTransitValue, twoForms } from "./value.ts";

/** A file's `data` in the API's JSON form; open, as Penpot's own. */
export interface FileData {
  pages?: string[];
  pagesIndex?: Record<string, { name: string; [key: string]: unknown }>;
  tokensLib?: unknown;
  [key: string]: unknown;
}

/** A file in the form `get-file` answers in JSON; archives may lack any of it. */
export interface RawFile {
  id: string;
  name: string;
  revn?: number;
  vern?: number;
  version?: number;
  isShared?: boolean;
  createdAt?: string;
  modifiedAt?: string;
  features?: string[];
  migrations?: string[];
  data: FileData;
  [key: string]: unknown;
}

/** An image of a file: its row and its storage object's as the archive has them, and its bytes. */
export interface Media {
  row: Readonly<Record<string, unknown>>;
  storage: Readonly<Record<string, unknown>>;
  mtype: string;
  bytes: Uint8Array;
}

/** What a file holds: everything that an edit replaces. */
export interface Content {
  raw: RawFile;
  media: ReadonlyMap<string, Media>;
}

/** A file of the emulator. */
export interface DesignFile {
  readonly id: string;
  name: string;
  revn: number;
  vern: number;
  isShared: boolean;
  readonly createdAt: string;
  modifiedAt: string;
  deletedAt?: string;
  commentThreadSeqn: number;
  content: Content;
  tokens: KnownLibrary | undefined;
  /** Ids of the libraries it is linked to. */
  libraries: string[];
}

const DATA_VERSION = 67;
const STORAGE_FEATURE = "fdata/objects-map";

/** Makes a file of what an archive holds, under the given id. */
export function createDesignFile(id: string, name: string, source: Content, now: string): DesignFile {
  const content = withId(source, id);
  const { raw } = content;
  const modifiedAt = raw.modifiedAt ?? now;
  return {
    id,
    name,
    revn: raw.revn ?? 0,
    vern: raw.vern ?? 0,
    isShared: raw.isShared ?? false,
    createdAt: raw.createdAt ?? modifiedAt,
    modifiedAt,
    commentThreadSeqn: 0,
    content,
    tokens: identifyTokens(id, raw.data.tokensLib, undefined, modifiedAt),
    libraries: [],
  };
}

/** The file now holds `source`: `revn` grows, tokens keep their ids where they can be recognised. */
export function replaceContent(file: DesignFile, source: Content, now: string): void {
  const content = withId(source, file.id);
  file.content = content;
  file.revn = Math.max(file.revn + 1, content.raw.revn ?? 0);
  file.modifiedAt = now;
  file.tokens = identifyTokens(file.id, content.raw.data.tokensLib, file.tokens, now);
}

/** The content with the file's own id in the archive replaced everywhere, as an import does. */
function withId({ raw, media }: Content, id: string): Content {
  if (raw.id === id) return { raw, media };
  return { raw: JSON.parse(JSON.stringify(raw).replaceAll(raw.id, id)) as RawFile, media };
}

export function pageNameOf(file: DesignFile, pageId: string): string | undefined {
  return file.content.raw.data.pagesIndex?.[pageId]?.name;
}

/** The features `get-file` names: the archive's, and the one the server adds when it stores the file. */
export function featuresOf({ content }: DesignFile): string[] {
  return [...new Set([...(content.raw.features ?? []), STORAGE_FEATURE])];
}

/** The ETag of `get-file` for this caller (integration.md §7.7). */
export function etagOf({ id, revn, vern, modifiedAt }: DesignFile, profile: Profile): string {
  const parts = JSON.stringify([profile.id, profile.role, id, revn, vern, modifiedAt]);
  return `W/"${createHash("sha256").update(parts).digest("base64url")}"`;
}

/** Where files lie. */
export interface Place {
  teamId: string;
  projectId: string;
}

/** The answer of `get-file`, for either format. */
export function toGetFile(file: DesignFile, place: Place, profile: Profile): unknown {
  return twoForms({
    toJson: () => ({ ...toEnvelope(file, place, permissionsOf(profile)), data: manglePluginData(file.content.raw.data) }),
    toTransit: () => {
      const { tokensLib: _, ...data } = file.content.raw.data;
      const envelope = toTransitValue(toEnvelope(file, place, permissionsOf(profile))) as Record<string, unknown>;
      const tokensLib = file.tokens && toTransitLibrary(file.tokens);
      return { ...envelope, data: { ...(toTransitValue(data) as Record<string, unknown>), tokensLib } };
    },
  });
}

function toEnvelope(file: DesignFile, { teamId, projectId }: Place, permissions: Permissions): Record<string, unknown> {
  const { id, name, revn, vern, isShared, createdAt, modifiedAt, commentThreadSeqn, content } = file;
  return {
    features: featuresOf(file),
    teamId,
    permissions: { ...permissions, canRead: true, isLogged: true },
    hasMediaTrimmed: false,
    commentThreadSeqn,
    name,
    revn,
    modifiedAt,
    vern,
    id,
    isShared,
    migrations: content.raw.migrations ?? [],
    version: content.raw.version ?? DATA_VERSION,
    projectId,
    createdAt,
    backend: "legacy-db",
  };
}

/** RPC JSON drops the namespace of plugin data (file-model.md §1.9); archives keep it. */
function manglePluginData(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(manglePluginData);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => {
      if (key === "tokensLib") return [key, item];
      return [key, key === "pluginData" ? mangleKeys(item) : manglePluginData(item)];
    }),
  );
}

function mangleKeys(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return data;
  const toName = (key: string): string => key.replace(/^.*\//, "").replace(/-+(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [toName(key), item]));
}
