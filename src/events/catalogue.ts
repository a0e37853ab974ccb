import * as z from "zod";
import { commentEvents } from "./comment-events.ts";
import type { EventDefinition } from "./event-definition.ts";
import { fileEvents } from "./file-events.ts";
import { fontEvents } from "./font-events.ts";
import { projectEvents } from "./project-events.ts";
import samples from "./samples.json" with { type: "json" };
import { transferEvents } from "./transfer-events.ts";

/** All 24 webhook events of Penpot 2.x (integration §4). */
export const catalogue = [...fileEvents, ...projectEvents, ...transferEvents, ...commentEvents, ...fontEvents] as const;

/** The name of an event in the catalogue. */
export type EventName = (typeof catalogue)[number]["name"];

/** The names of all events, in the catalogue's order. */
export const eventNames: readonly EventName[] = catalogue.map((event) => event.name);

/** The event of that name; undefined when Penpot's catalogue has none. */
export function findEvent(name: string): EventDefinition<EventName> | undefined {
  return catalogue.find((event) => event.name === name);
}

/** The body of a real webhook request as Penpot 2.17.0 sent it, byte for byte. */
export function eventSample(name: EventName, format: "json" | "transit"): Buffer {
  return Buffer.from(samples[name][format]);
}

/** The event's `props` as a JSON Schema (draft 2020-12). */
export function eventJsonSchema(name: EventName): Record<string, unknown> {
  const event = findEvent(name);
  const { $schema, ...schema } = z.toJSONSchema(event?.schema ?? z.looseObject({}), { io: "input" });
  return { $schema, title: name, ...(event && { description: event.description }), ...schema };
}
