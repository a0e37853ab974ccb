import { tagged } from "../../transit/index.ts";
import { toArchive } from "../archive.ts";
import type { DesignFile } from "../design-file.ts";
import { createId } from "../ids.ts";
import { type Call, defineMethod, type Method } from "../method.ts";
import { boolean, uuid } from "../params.ts";
import { requireFile } from "../state.ts";
import { twoForms } from "../value.ts";

type SseEvent = readonly [string, unknown];

const exportBinfile = defineMethod({
  name: "export-binfile",
  params: { fileId: uuid, includeLibraries: boolean, embedAssets: boolean },
  run: (call, { fileId, includeLibraries, embedAssets }) => {
    const file = requireFile(call.state, call.profile, fileId);
    // The event comes before the work and also when it fails (integration.md §1.1).
    if (includeLibraries && embedAssets) return { events: [EXCLUSIVE], announce: {} };
    const files = includeLibraries ? withLibraries(call, file) : [file];
    return { events: exportFiles(call, files), announce: {} };
  },
});

const EXCLUSIVE: SseEvent = [
  "error",
  {
    type: "server-error",
    code: "unexpected",
    hint: "the `include-libraries` and `embed-assets` are mutally excluding options",
  },
];

function withLibraries({ state }: Call, file: DesignFile): DesignFile[] {
  const all = new Set([file.id]);
  for (const id of all) for (const next of state.files.get(id)?.libraries ?? []) all.add(next);
  return [...all].flatMap((id) => state.files.get(id) ?? []).filter(({ deletedAt }) => deletedAt === undefined);
}

function* exportFiles({ state, url }: Call, files: readonly DesignFile[]): Generator<SseEvent> {
  for (const file of files) yield* listProgress(file);
  const id = createId();
  const bytes = toArchive(files, { teamId: state.team.id, projectId: state.project.id });
  state.exports.set(id, { bytes, mtype: "application/zip" });
  const address = `${url}/assets/by-id/${id}`;
  yield ["end", twoForms({ toJson: () => address, toTransit: () => tagged("uri", address) })];
}

function* listProgress({ id: fileId, name, content }: DesignFile): Generator<SseEvent> {
  const { pages = [], pagesIndex = {}, tokensLib } = content.raw.data;
  const event = (section: string, entry: Record<string, unknown>): SseEvent => ["progress", { section, ...entry }];
  yield event("file", { id: fileId, name });
  for (const id of pages) yield event("page", { id, name: pagesIndex[id]?.name, fileId });
  for (const id of content.media.keys()) yield event("media", { id, fileId });
  for (const [section, key] of [
    ["component", "components"],
    ["color", "colors"],
    ["typography", "typographies"],
  ] as const)
    for (const id of Object.keys((content.raw.data[key] ?? {}) as object)) yield event(section, { id, fileId });
  if (tokensLib) yield event("tokens-lib", { fileId });
  for (const { row } of content.media.values()) yield event("storage-object", { id: row["mediaId"] });
}

export const exportMethods: readonly Method[] = [exportBinfile];
