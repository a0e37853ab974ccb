import * as z from "zod";
import type { Subject } from "../event.ts";

/** One webhook event of Penpot (integration §4). `schema` describes `props` in the API's JSON form; unknown keys are kept. */
export interface EventDefinition<Name extends string = string, Props extends z.ZodObject = z.ZodObject> {
  name: Name;
  /** The Penpot release that introduced the method. */
  since: string;
  description: string;
  schema: Props;
  /** Which prop holds the id of the project or file the event is about. The team is known from the webhook's address. */
  subject: { readonly [Key in Exclude<keyof Subject, "teamId">]?: string };
  /** How long Penpot waits after the last call of one user before it sends; every further call restarts the wait (integration §3). */
  batchedMs: number;
  /** What the event lacks or does unexpectedly. */
  note?: string;
}

/** Declares an event and keeps its name and props as types. */
export function defineEvent<const Name extends string, Props extends z.ZodObject>(
  definition: Omit<EventDefinition<Name, Props>, "batchedMs"> & { batchedMs?: number },
): EventDefinition<Name, Props> {
  return { batchedMs: 0, ...definition };
}

/** Penpot's ids are UUIDs of version 8, or all zeroes (integration §10.25). */
export const Id = z.guid();

/** ISO-8601 UTC; the fraction is left out when it is zero (integration §2.3). */
export const Instant = z.iso.datetime();
