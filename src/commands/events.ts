import type { Command } from "commander";
import { UserError } from "../errors.ts";
import { catalogue, type EventName, eventJsonSchema, eventNames, eventSample, findEvent } from "../events/index.ts";
import { nearest } from "../yaml.ts";
import { type ExitCode, type Io, print } from "./io.ts";

/** `penops events`: what Penpot sends, what each event carries and lacks. */
export function addEvents(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("events")
    .description("list Penpot's webhook events; with a name: its fields as JSON Schema and a recorded sample in both encodings")
    .argument("[name]", "an event, like update-file")
    .option("--json", "print JSON")
    .action((name: string | undefined, options: { json?: boolean }) => {
      if (name === undefined) print(io, options.json, catalogue.map(toSummary), toList);
      else print(io, options.json, describe(name), () => toPage(name));
      done(0);
    });
}

function toSummary({ name, description, since, batchedMs, note }: (typeof catalogue)[number]): Record<string, unknown> {
  return { name, description, since, batchedMs, ...(note && { note }) };
}

function toList(): string {
  const width = Math.max(...eventNames.map(({ length }) => length));
  const lines = catalogue.map(({ name, description }) => `${name.padEnd(width)}  ${description}`);
  return [...lines, "", `${catalogue.length} events. penops events NAME shows fields and samples.`].join("\n");
}

function known(name: string): EventName {
  const event = findEvent(name);
  if (event) return event.name;
  const meant = nearest(name, eventNames);
  throw new UserError("EVENT_UNKNOWN", `Penpot sends no event "${name}".`, {
    hint: meant ? `Did you mean "${meant}"?` : "penops events lists them.",
  });
}

function describe(name: string): Record<string, unknown> {
  const event = known(name);
  const samples = {
    json: JSON.parse(eventSample(event, "json").toString()),
    transit: JSON.parse(eventSample(event, "transit").toString()),
  };
  return { ...toSummary(findEvent(event) as (typeof catalogue)[number]), schema: eventJsonSchema(event), samples };
}

function toPage(name: string): string {
  const event = findEvent(known(name));
  const sections = [
    `${event?.name}: ${event?.description}`,
    `In Penpot since ${event?.since}. ${event?.batchedMs ? `Sent ${event.batchedMs / 1000} s after the last call of one user.` : "Sent at once."}`,
    event?.note && `Mind: ${event.note}`,
    `Fields of props (JSON Schema):\n${JSON.stringify(eventJsonSchema(known(name)), null, 2)}`,
    `A delivery as JSON:\n${eventSample(known(name), "json")}`,
    `The same as Transit:\n${eventSample(known(name), "transit")}`,
  ];
  return sections.filter((section) => section).join("\n\n");
}
