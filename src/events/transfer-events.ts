import * as z from "zod";
import { defineEvent, Id } from "./event-definition.ts";

/** Events about archives that leave or enter Penpot (integration §4, `binfile.clj`). */
export const transferEvents = [
  defineEvent({
    name: "export-binfile",
    since: "1.15",
    description: "Somebody began to download a file as an archive.",
    schema: z.looseObject({
      fileId: Id,
      includeLibraries: z.boolean(),
      embedAssets: z.boolean(),
      version: z.int().optional(),
    }),
    subject: { fileId: "fileId" },
    note: "Sent before the work is done, also when it fails. Nothing changed.",
  }),
  defineEvent({
    name: "import-binfile",
    since: "1.15",
    description: "An archive was imported into a project, or over a file.",
    schema: z.looseObject({
      name: z.union([z.string(), z.record(z.string(), z.string())]),
      projectId: Id,
      fileId: Id.optional(),
      version: z.int().optional(),
      uploadId: Id.optional(),
      generatedBy: z.string().optional(),
      referer: z.string().optional(),
    }),
    subject: { projectId: "projectId", fileId: "fileId" },
    note: "Sent before the work is done, also when it fails. Lacks the ids of new files; `fileId` only when a file was replaced in place, which gives all its tokens new ids. With a map as `name` it only arrives as Transit.",
  }),
] as const;
