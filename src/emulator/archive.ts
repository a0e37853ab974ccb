import { strToU8, type Zippable, zipSync } from "fflate";
import type { DesignFile, Media, Place } from "./design-file.ts";
import { printJson } from "./value.ts";

/** Zip entries carry a time; a fixed one keeps the bytes the same for the same content. */
const ENTRY_TIME = new Date(2000, 0, 1);
const EXTENSIONS: Readonly<Record<string, string>> = {
  "image/png": ".png",
  "image/jpeg": ".jpg",
  "image/gif": ".gif",
  "image/webp": ".webp",
  "image/svg+xml": ".svg",
};

/** The files as one `.penpot` archive of version 3, as the server writes it (file-model.md §7.2). */
export function toArchive(files: readonly DesignFile[], place: Place): Uint8Array {
  const ids = new Set(files.map(({ id }) => id));
  const manifest = {
    type: "penpot/export-files",
    version: 1,
    generatedBy: "penpot/2.17.0",
    refer: "penpot",
    files: files.map(({ id, name, content }) => ({ id, name, features: content.raw.features ?? [] })),
    relations: files.flatMap(({ id, libraries }) => libraries.filter((library) => ids.has(library)).map((library) => [id, library])),
  };
  const entries: Zippable = { "manifest.json": toEntry(manifest) };
  for (const file of files) addFile(entries, file, place);
  return zipSync(entries, { mtime: ENTRY_TIME });
}

function toEntry(value: unknown): Uint8Array {
  return strToU8(printJson(value, { indent: 2 }));
}

function addFile(entries: Zippable, file: DesignFile, { teamId, projectId }: Place): void {
  const { id, name, revn, vern, isShared, createdAt, modifiedAt, content } = file;
  const { features, migrations, version } = content.raw;
  const { options, pages = [], pagesIndex = {}, tokensLib, ...data } = content.raw.data;
  const row = {
    features,
    teamId,
    hasMediaTrimmed: false,
    name,
    revn,
    modifiedAt,
    vern,
    id,
    isShared,
    options,
    migrations,
    version,
    projectId,
    createdAt,
  };
  entries[`files/${id}.json`] = toEntry(row);
  pages.forEach((pageId, index) => {
    const { objects = {}, ...page } = pagesIndex[pageId] ?? { name: "" };
    entries[`files/${id}/pages/${pageId}.json`] = toEntry({ ...page, index });
    addAll(entries, `files/${id}/pages/${pageId}`, objects);
  });
  for (const kind of ["components", "colors", "typographies"]) addAll(entries, `files/${id}/${kind}`, data[kind] ?? {});
  if (tokensLib) entries[`files/${id}/tokens.json`] = toEntry(tokensLib);
  for (const [mediaId, media] of content.media) addMedia(entries, `files/${id}/media/${mediaId}.json`, media);
}

function addAll(entries: Zippable, folder: string, items: unknown): void {
  for (const [id, item] of Object.entries(items as object)) entries[`${folder}/${id}.json`] = toEntry(item);
}

function addMedia(entries: Zippable, path: string, { row, storage, mtype, bytes }: Media): void {
  const id = String(row["mediaId"]);
  entries[path] = toEntry(row);
  entries[`objects/${id}.json`] = toEntry(storage);
  entries[`objects/${id}${EXTENSIONS[mtype] ?? ""}`] = bytes;
}
