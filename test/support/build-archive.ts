import { strToU8, zipSync } from "fflate";

type Entry = Record<string, unknown> & { id: string };

/** A file of an archive, in the API's JSON form; `media` maps a media object's id to its bytes (stored as PNG). */
export interface ArchiveFile {
  id: string;
  name: string;
  metadata?: Record<string, unknown>;
  pages?: readonly (Entry & { objects: Record<string, Record<string, unknown>> })[];
  components?: readonly Entry[];
  colors?: readonly Entry[];
  typographies?: readonly Entry[];
  tokensLib?: unknown;
  media?: Record<string, Uint8Array>;
}

/** What `buildArchive` may be told besides the files. */
export interface ArchiveOptions {
  /** Pairs of file id and library id. */
  relations?: readonly (readonly [string, string])[];
  /** Entries to add or replace, by name; `undefined` takes one out. */
  entries?: Record<string, Uint8Array | string | undefined>;
}

/** Writes a `.penpot` archive of version 3, laid out as Penpot does (file-model.md §7.2); the same input gives the same bytes. */
export function buildArchive(files: readonly ArchiveFile[], { relations = [], entries = {} }: ArchiveOptions = {}): Uint8Array {
  const manifest = {
    type: "penpot/export-files",
    version: 1,
    generatedBy: "penpot/2.17.0",
    refer: "penpot",
    files: files.map(({ id, name }) => ({ id, name, features: [] })),
    relations,
  };
  const written = new Map<string, Uint8Array | string | undefined>([
    ["manifest.json", JSON.stringify(manifest)],
    ...files.flatMap(writeFile),
    ...Object.entries(entries),
  ]);
  const kept = [...written].flatMap(([name, content]) =>
    content === undefined ? [] : [[name, typeof content === "string" ? strToU8(content) : content] as const],
  );
  return zipSync(Object.fromEntries(kept), { mtime: "2026-01-01T00:00:00Z" });
}

function writeFile(file: ArchiveFile): [string, Uint8Array | string][] {
  const folder = `files/${file.id}`;
  const json = (path: string, value: unknown): [string, string] => [`${folder}/${path}.json`, JSON.stringify(value)];
  const each = (kind: string, entries: readonly Entry[] = []): [string, string][] =>
    entries.map((entry) => json(`${kind}/${entry.id}`, entry));
  return [
    [`${folder}.json`, JSON.stringify({ id: file.id, name: file.name, revn: 1, vern: 0, isShared: false, ...file.metadata })],
    ...(file.pages ?? []).flatMap(({ objects, ...page }, index) => [
      json(`pages/${page.id}`, { ...page, index }),
      ...Object.entries(objects).map(([id, shape]) => json(`pages/${page.id}/${id}`, { ...shape, pageId: page.id })),
    ]),
    ...each("components", file.components),
    ...each("colors", file.colors),
    ...each("typographies", file.typographies),
    ...(file.tokensLib === undefined ? [] : [json("tokens", file.tokensLib)]),
    ...Object.entries(file.media ?? {}).flatMap(([id, bytes]) => [
      json(`media/${id}`, { id, name: id, mtype: "image/png", mediaId: `stored-${id}` }),
      [`objects/stored-${id}.json`, JSON.stringify({ id: `stored-${id}`, size: bytes.byteLength, contentType: "image/png" })] as [
        string,
        string,
      ],
      [`objects/stored-${id}.png`, bytes] as [string, Uint8Array],
    ]),
  ];
}
