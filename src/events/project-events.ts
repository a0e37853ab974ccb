import * as z from "zod";
import { defineEvent, Id, Instant } from "./event-definition.ts";

/** Events about whole projects (integration §4, `projects.clj`, `management.clj`). */
export const projectEvents = [
  defineEvent({
    name: "create-project",
    since: "1.18",
    description: "A project was created.",
    schema: z.looseObject({ teamId: Id, name: z.string(), id: Id.optional() }),
    subject: { projectId: "id" },
    note: "Lacks the new project's id unless the client chose one; Penpot's editor does not. List the team's projects to find it.",
  }),
  defineEvent({
    name: "rename-project",
    since: "1.18",
    description: "A project got another name.",
    schema: z.looseObject({ id: Id, name: z.string(), teamId: Id, prevName: z.string().optional() }),
    subject: { projectId: "id" },
  }),
  defineEvent({
    name: "delete-project",
    since: "1.18",
    description: "A project was moved to the bin.",
    schema: z.looseObject({
      id: Id,
      teamId: Id,
      name: z.string().optional(),
      createdAt: Instant.optional(),
      modifiedAt: Instant.optional(),
    }),
    subject: { projectId: "id" },
    note: "Its files send nothing of their own. It may come back from the bin without an event.",
  }),
  defineEvent({
    name: "update-project-pin",
    since: "1.18",
    description: "Somebody pinned or unpinned a project for themselves.",
    schema: z.looseObject({ id: Id, teamId: Id, isPinned: z.boolean() }),
    subject: { projectId: "id" },
    batchedMs: 5_000,
    note: "Carries the values of the last call only. `teamId` is the client's claim. Penops sends it to itself as a self-test.",
  }),
  defineEvent({
    name: "duplicate-project",
    since: "1.16",
    description: "A project was copied with its files.",
    schema: z.looseObject({ projectId: Id, name: z.string().optional() }),
    subject: { projectId: "projectId" },
    note: "`projectId` is the original; lacks the copy's id, and the copied files send nothing.",
  }),
  defineEvent({
    name: "move-project",
    since: "1.16",
    description: "A project was moved into this team.",
    schema: z.looseObject({ teamId: Id, projectId: Id }),
    subject: { projectId: "projectId" },
    note: "`teamId` is the destination; only its webhooks hear of it, the team it left does not.",
  }),
  defineEvent({
    name: "clone-template",
    since: "1.16",
    description: "A template of Penpot was added to a project.",
    schema: z.looseObject({ projectId: Id, templateId: z.string() }),
    subject: { projectId: "projectId" },
    note: "Sent before the work is done, also when it fails. Lacks the ids of the new files.",
  }),
] as const;
