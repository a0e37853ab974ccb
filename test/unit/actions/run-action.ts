import pino from "pino";
import type { Action, Context, StepResult } from "../../../src/action.ts";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import type { Design } from "../../../src/design.ts";
import { compileTemplate, toScope } from "../../../src/engine/expressions.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";

/** Runs an action as a step of a recipe would, with the engine's own templates. */
export async function runAction(action: Action, design: Design, input: Record<string, unknown>, signal?: AbortSignal): Promise<StepResult> {
  const context: Context = {
    design,
    artifacts: [],
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

/** Paths and texts of what was made. */
export function textsOf({ artifacts = [] }: StepResult): Record<string, string> {
  return Object.fromEntries(artifacts.map(({ path, content }) => [path, Buffer.from(content).toString("utf8")]));
}
