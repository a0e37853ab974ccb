import * as z from "zod";

/** What an event is about, as ids; which are there depends on the event. */
export const Subject = z.object({
  teamId: z.string().optional(),
  projectId: z.string().optional(),
  fileId: z.string().optional(),
});
export type Subject = z.infer<typeof Subject>;

/**
 * Something that happened in Penpot, a forge or a clock. A hint, never a record: a run reads what Penpot holds now.
 * `at` is ISO-8601 UTC; `actor` is a profile id; `props` is in the API's JSON form (camelCase keys), unknown keys kept.
 */
export const Event = z.object({
  id: z.string(),
  trigger: z.enum(["penpot", "reconcile", "manual"]),
  name: z.string(),
  at: z.string(),
  instance: z.string(),
  subject: Subject,
  actor: z.string().optional(),
  props: z.record(z.string(), z.unknown()),
});
export type Event = z.infer<typeof Event>;
