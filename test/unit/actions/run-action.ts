import pino from "pino";
import type { Action, Context, StepResult } from "../../../src/action.ts";
import { loadDefaultFont } from "../../../src/assets/index.ts";
import { createArchiveMedia, readArchive, toDesign } from "../../../src/design/index.ts";
import type { Design } from "../../../src/design.ts";
import { compileTemplate, toScope } from "../../../src/engine/expressions.ts";
import type { Media } from "../../../src/media.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";

/** A design without anything beside it. */
const NO_MEDIA: Media = {
  image: async () => undefined,
  font: async () => undefined,
  fontVariants: async () => [],
  fontFile: async () => undefined,
  archive: async () => new Uint8Array(),
};

/** Runs an action as a step of a recipe would, with the engine's own templates; an empty base, and nothing beside the design, unless told. */
export async function runAction(
  action: Action,
  design: Design,
  input: Record<string, unknown>,
  {
    signal,
    ...rest
  }: { signal?: AbortSignal | undefined } & Partial<Pick<Context, "media" | "base" | "cache" | "artifacts" | "steps">> = {},
): Promise<StepResult> {
  const context: Context = {
    design,
    artifacts: [],
    steps: [],
    media: NO_MEDIA,
    base: { differing: async () => new Map() },
    cache: new Map<string, Uint8Array>(),
    ...rest,
    render: (template, variables) => compileTemplate(template, variables).fillText(toScope(variables)),
    log: pino({ level: "silent" }),
    signal: signal ?? new AbortController().signal,
  };
  return action.run(action.input.parse(input), context);
}

/** The Acme file as read in one of the three ways. */
export function readAcme(version: "v1" | "v2", channel: Design["channel"] = "json"): Design {
  const base = `penpot/acme/acme.${version}`;
  if (channel === "archive") return readArchive(readFixtureBytes(`${base}.penpot`)).design();
  if (channel === "transit") return toDesign(decodeTransit(readFixture(`${base}.get-file.transit.json`)), "transit");
  return toDesign(JSON.parse(readFixture(`${base}.get-file.json`)), "json");
}

/** What lies beside the Acme file: its images, and one font that stands in for all. */
export function readAcmeMedia(version: "v1" | "v2" = "v1"): Media {
  const archive = createArchiveMedia(readFixtureBytes(`penpot/acme/acme.${version}.penpot`));
  return { ...archive, font: async () => (await loadDefaultFont("600"))[0]?.bytes };
}

/** Paths and texts of what was made. */
export function textsOf({ artifacts = [] }: StepResult): Record<string, string> {
  return Object.fromEntries(artifacts.map(({ path, content }) => [path, Buffer.from(content).toString("utf8")]));
}
