import type { Event } from "../../src/event.ts";

/** An `update-file` event of the instance `main`. */
export function createEvent(parts: Partial<Event> = {}): Event {
  return {
    id: "e1",
    trigger: "penpot",
    name: "update-file",
    at: "2026-11-21T18:30:00.000Z",
    instance: "main",
    subject: {},
    actor: "someone",
    props: {},
    ...parts,
  };
}
