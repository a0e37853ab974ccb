import { strFromU8, type Unzipped, unzipSync } from "fflate";
import { readArchive } from "../design/index.ts";
import type { Content, Media, RawFile } from "./design-file.ts";

/** What an archive holds: its files with their images, and which file uses which library. */
export interface LoadedArchive {
  files: { id: string; name: string; content: Content }[];
  relations: readonly (readonly [string, string])[];
}

/** Reads a `.penpot` archive; throws the UserErrors of the design room for what is none. */
export function loadArchive(bytes: Uint8Array): LoadedArchive {
  const archive = readArchive(bytes);
  // The design room has checked sizes and names; here only the parts it does not hand out are read.
  const entries = unzipSync(bytes, { filter: ({ name }) => /^(manifest\.json|files\/[^/]+\/media\/|objects\/)/.test(name) });
  const { relations = [] } = readJson(entries, "manifest.json") as { relations?: [string, string][] };
  return {
    relations,
    files: archive.files.map(({ id, name }) => ({
      id,
      name,
      content: { raw: archive.raw(id) as unknown as RawFile, media: listMedia(entries, id) },
    })),
  };
}

function listMedia(entries: Unzipped, fileId: string): Map<string, Media> {
  const media = new Map<string, Media>();
  for (const path of Object.keys(entries)) {
    if (!path.startsWith(`files/${fileId}/media/`) || !path.endsWith(".json")) continue;
    const row = readJson(entries, path);
    const found = findObject(entries, String(row["mediaId"]));
    if (found) media.set(String(row["id"]), { row, ...found });
  }
  return media;
}

function findObject(entries: Unzipped, id: string): Omit<Media, "row"> | undefined {
  const storage = readJson(entries, `objects/${id}.json`);
  const path = Object.keys(entries).find((name) => name.startsWith(`objects/${id}`) && !name.endsWith(".json"));
  const bytes = path === undefined ? undefined : entries[path];
  return bytes && { storage, mtype: String(storage["contentType"] ?? "application/octet-stream"), bytes };
}

function readJson(entries: Unzipped, path: string): Record<string, unknown> {
  const bytes = entries[path];
  return bytes ? (JSON.parse(strFromU8(bytes)) as Record<string, unknown>) : {};
}
