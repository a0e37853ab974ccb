import type { Context, EarlierStep } from "../../action.ts";
import type { Artifact } from "../../artifact.ts";
import type { IconSource } from "../../assets/icons/index.ts";
import { toComponentVariables } from "../../assets/index.ts";
import type { Component } from "../../design.ts";
import { UserError } from "../../errors.ts";
import { toList } from "../../glob.ts";

/** What a template of `name` may use, as examples. */
export const nameVariables = {
  icon: { name: "", path: "" },
  component: { id: "", name: "", path: "", fullName: "", variant: {} },
};

type From = string | readonly string[] | undefined;

/** The steps whose SVG files are meant; all above when none is named. Throws UNKNOWN_STEP. */
export function findSteps(from: From, { steps }: Context): readonly EarlierStep[] {
  if (from !== undefined) return toList(from).map((id) => findStep(id, steps));
  return steps.filter(({ uses, leftOut }) => uses !== "build-icons" && (!leftOut || uses === "export-assets"));
}

/** The SVG files of the steps; where a step had to leave one as it is, the base's. Sorted by path. */
export async function readSources(steps: readonly EarlierStep[], name: string, context: Context): Promise<IconSource[]> {
  const made = steps.flatMap(({ artifacts }) => artifacts).filter(({ path }) => isSvg(path));
  const kept = steps.flatMap(({ keep }) => keep).filter(isSvg);
  const old = await context.base.differing(kept.map((path) => ({ path, content: new Uint8Array() })));
  const all: Artifact[] = [...made, ...[...old].map(([path, content]) => ({ path, content }))];
  const components = new Map(context.design.components.map((component) => [component.id, component]));
  return all.sort((a, b) => (a.path < b.path ? -1 : 1)).map((artifact) => toSource(artifact, name, components, context));
}

function findStep(id: string, steps: readonly EarlierStep[]): EarlierStep {
  const step = steps.find((candidate) => candidate.id === id);
  if (step) return step;
  const ids = steps.flatMap((candidate) => (candidate.id === undefined ? [] : [candidate.id]));
  throw new UserError("UNKNOWN_STEP", `There is no step "${id}" above whose icons could be built.`, {
    hint: ids.length > 0 ? `The steps above are: ${ids.join(", ")}.` : "Give the step that exports the icons an id.",
  });
}

function isSvg(path: string): boolean {
  return /\.svg$/i.test(path);
}

function toSource(artifact: Artifact, template: string, components: ReadonlyMap<string, Component>, { render }: Context): IconSource {
  const { path, content, from } = artifact;
  const bare = path.replace(/\.svg$/i, "");
  const component = from?.kind === "component" ? components.get(from.id) : undefined;
  const variables = {
    icon: { name: bare.slice(bare.lastIndexOf("/") + 1), path: bare },
    component: component
      ? toComponentVariables(component)
      : toPlainVariables(from?.name ?? bare.slice(bare.lastIndexOf("/") + 1), from?.id),
  };
  const svg = Buffer.from(content).toString("utf8");
  return { name: render(template, variables), label: JSON.stringify(from?.name ?? bare), path, svg, from };
}

// What is no component is called after its layer or its file.
function toPlainVariables(fullName: string, id = ""): typeof nameVariables.component {
  const parts = fullName.split("/");
  return { id, name: parts.at(-1) ?? "", path: parts.slice(0, -1).join("/"), fullName, variant: {} };
}
