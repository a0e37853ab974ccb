import * as z from "zod";
import { defineEvent, Id, Instant } from "./event-definition.ts";

const Author = {
  ownerId: Id.optional(),
  ownerFullname: z.string().optional(),
  ownerEmail: z.string().optional(),
  ownerPhotoId: Id.optional(),
  mentions: z.array(Id).optional(),
  shareId: Id.optional(),
  createdAt: Instant.optional(),
  modifiedAt: Instant.optional(),
};

/** Events about comments; they carry a name and an e-mail address (integration §4, `comments.clj`). */
export const commentEvents = [
  defineEvent({
    name: "create-comment-thread",
    since: "1.15",
    description: "Somebody started a comment thread on a page.",
    schema: z.looseObject({
      fileId: Id,
      pageId: Id,
      frameId: Id,
      position: z.looseObject({ x: z.number(), y: z.number() }),
      content: z.string(),
      id: Id.optional(),
      pageName: z.string().optional(),
      participants: z.array(Id).optional(),
      seqn: z.int().optional(),
      isResolved: z.boolean().optional(),
      commentId: Id.optional(),
      ...Author,
    }),
    subject: { fileId: "fileId" },
    note: "Carries personal data. Lacks the project's id; before 2.3 also the thread's. Resolving or moving a thread sends nothing.",
  }),
  defineEvent({
    name: "create-comment",
    since: "1.15",
    description: "Somebody answered in a comment thread.",
    schema: z.looseObject({ threadId: Id, content: z.string(), fileId: Id, id: Id.optional(), ...Author }),
    subject: { fileId: "fileId" },
    note: "Carries personal data. Lacks the page's id and the thread's number. Editing or deleting a comment sends nothing.",
  }),
] as const;
