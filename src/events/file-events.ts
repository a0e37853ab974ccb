import * as z from "zod";
import { defineEvent, Id, Instant } from "./event-definition.ts";

const Library = z.looseObject({ fileId: Id, libraryId: Id });

/** Events about single files (integration §4, `files*.clj`, `management.clj`). */
export const fileEvents = [
  defineEvent({
    name: "update-file",
    since: "1.17",
    description: "The content of a file changed.",
    schema: z.looseObject({ id: Id, name: z.string(), features: z.array(z.string()).optional(), projectId: Id, teamId: Id }),
    subject: { projectId: "projectId", fileId: "id" },
    batchedMs: 120_000,
    note: "Lacks the changes and the revision. Somebody who keeps editing postpones it without limit; two people editing give two events.",
  }),
  defineEvent({
    name: "create-file",
    since: "1.17",
    description: "A file was created.",
    schema: z.looseObject({
      name: z.string(),
      projectId: Id,
      teamId: Id,
      id: Id.optional(),
      isShared: z.boolean().optional(),
      features: z.array(z.string()).optional(),
    }),
    subject: { projectId: "projectId", fileId: "id" },
    note: "Lacks the new file's id unless the client chose one. List the project's files to find it.",
  }),
  defineEvent({
    name: "rename-file",
    since: "1.17",
    description: "A file got another name.",
    schema: z.looseObject({
      id: Id,
      name: z.string(),
      projectId: Id,
      createdAt: Instant.optional(),
      modifiedAt: Instant.optional(),
    }),
    subject: { projectId: "projectId", fileId: "id" },
    note: "Lacks the old name.",
  }),
  defineEvent({
    name: "set-file-shared",
    since: "1.17",
    description: "A library was unpublished.",
    schema: z.looseObject({ id: Id, isShared: z.boolean(), name: z.string().optional(), projectId: Id.optional() }),
    subject: { projectId: "projectId", fileId: "id" },
    note: "Publishing a library sends nothing, nor does setting the value it already has.",
  }),
  defineEvent({
    name: "delete-file",
    since: "1.17",
    description: "A file was moved to the bin.",
    schema: z.looseObject({
      id: Id,
      name: z.string().optional(),
      projectId: Id,
      createdAt: Instant.optional(),
      modifiedAt: Instant.optional(),
    }),
    subject: { projectId: "projectId", fileId: "id" },
    note: "It may come back from the bin without an event.",
  }),
  defineEvent({
    name: "link-file-to-library",
    since: "1.17",
    description: "A file began to use a library.",
    schema: Library,
    subject: { fileId: "fileId" },
    note: "Lacks the project's id. `fileId` is the file that uses the library.",
  }),
  defineEvent({
    name: "unlink-file-from-library",
    since: "1.17",
    description: "A file stopped using a library.",
    schema: Library,
    subject: { fileId: "fileId" },
    note: "Lacks the project's id. `fileId` is the file that used the library.",
  }),
  defineEvent({
    name: "duplicate-file",
    since: "1.16",
    description: "A file was copied.",
    schema: z.looseObject({ fileId: Id, name: z.string().optional() }),
    subject: { fileId: "fileId" },
    note: "`fileId` is the original; lacks the copy's id.",
  }),
  defineEvent({
    name: "move-files",
    since: "1.16",
    description: "Files were moved into a project of this team.",
    schema: z.looseObject({ ids: z.array(Id).min(1), projectId: Id }),
    subject: { projectId: "projectId" },
    note: "`projectId` is the destination and `ids` the files; lacks the project they left, whose team does not hear of it.",
  }),
] as const;
