import { setImmediate } from "node:timers/promises";
import type * as z from "zod";
import { type Context, defineAction, type EarlierStep, type StepResult } from "../action.ts";
import { type Artifact, parseArtifactPath } from "../artifact.ts";
import { type Built, type Icon, type IconOutput, IconProblem, type IconSource, toIcon, toMadeBy } from "../assets/icons/index.ts";
import { type Problem, UserError } from "../errors.ts";
import type { Note } from "../run.ts";
import { Input, type Request, requestsOf } from "./build-icons/input.ts";
import { findSteps, nameVariables, readSources } from "./build-icons/sources.ts";
import { checkCollisions } from "./collisions.ts";

/** Makes icon packages of the SVG files of steps above. */
export const buildIcons = defineAction({
  name: "build-icons",
  description: "Makes icon packages of the SVG files that steps above wrote: sprites, components, fonts and catalogues for apps.",
  input: Input,
  items: { name: nameVariables },
  stepKeys: ["from"],
  run,
});

async function run(input: z.output<typeof Input>, context: Context): Promise<StepResult> {
  // An index without the icons that could not be read would delete them.
  if (!context.design.complete) return nothing("The file could not be read completely, so icon packages stay as they are.");
  const steps = findSteps(input.from, context);
  const absent = steps.find(({ leftOut }) => leftOut);
  if (absent) return nothing(`The step ${absent.id ?? absent.uses} was left out, so icon packages stay as they are.`);
  const empty = steps.find(isEmpty);
  const sources = await readSources(steps, input.name, context);
  if (sources.length === 0) return nothing("No SVG file was made by the steps above, so there are no icons to build.");
  const { icons, refused } = await readIcons(sources, context.signal);
  if (icons.length === 0) return { notes: refused, outputs: { count: 0, paths: [] } };
  const built: { request: Request; result: Built }[] = [];
  for (const request of requestsOf(input)) {
    checkNames(icons, request.output);
    built.push({ request, result: await build(request, icons, context) });
    await setImmediate();
  }
  const artifacts = built.flatMap(({ result }) => result.artifacts);
  checkCollisions(built.flatMap(toClaims), () => "Give each output a folder of its own.");
  return {
    artifacts,
    keep: built.flatMap(({ result }) => result.keep ?? []),
    // A refused icon's files are not known, so no file is taken for one of an icon that is gone.
    prune: refused.length > 0 || empty ? [] : built.flatMap(({ request }) => (request.prune ? [request.target] : [])),
    notes: [...refused, ...(empty ? [noteEmpty(empty)] : []), ...built.flatMap(toNotes)],
    outputs: { count: icons.length, paths: artifacts.map(({ path }) => path).sort() },
  };
}

/** Whether the step drew nothing, as with a mistyped glob: what was built of the icons it used to draw stays. */
function isEmpty({ uses, artifacts, keep }: EarlierStep): boolean {
  return uses === "export-assets" && artifacts.length === 0 && !keep.some((path) => /\.[a-z]+$/i.test(path));
}

function noteEmpty({ id, uses }: EarlierStep): Note {
  return { level: "warning", message: `Nothing fits in the step ${id ?? uses}, so nothing was deleted from icon packages.` };
}

function nothing(message: string): StepResult {
  return { notes: [{ level: "warning", message }], outputs: { count: 0, paths: [] } };
}

/** The icons by name; what cannot be one is left out with a note. */
async function readIcons(sources: readonly IconSource[], signal: AbortSignal): Promise<{ icons: Icon[]; refused: Note[] }> {
  const icons: Icon[] = [];
  const refused: Note[] = [];
  let rested = performance.now();
  for (const source of sources) {
    signal.throwIfAborted();
    if (performance.now() - rested > 20) {
      await setImmediate();
      rested = performance.now();
    }
    try {
      icons.push(await toIcon(source));
    } catch (error) {
      if (!(error instanceof IconProblem)) throw error;
      refused.push({ level: "warning", message: `The icon ${source.label} was left out: ${source.path} ${error.message}.` });
    }
  }
  icons.sort((a, b) => (a.names.kebab < b.names.kebab ? -1 : a.names.kebab > b.names.kebab ? 1 : 0));
  return { icons, refused };
}

const MOST_PROBLEMS = 20;

/** Throws ICON_NAMES naming each two icons that one output would call the same. */
function checkNames(icons: readonly Icon[], { key, form }: IconOutput): void {
  const owners = new Map<string, Icon>();
  const problems: Problem[] = [];
  for (const icon of icons) {
    const name = icon.names[form];
    const first = owners.get(name.toLowerCase());
    if (!first) owners.set(name.toLowerCase(), icon);
    else {
      const message = `The icons ${first.label} (${first.path}) and ${icon.label} (${icon.path}) would both be ${JSON.stringify(name)} in ${key}.`;
      problems.push({
        code: "ICON_NAMES",
        message,
        hint: "Put more into name, for example component.path, or rename one of them in the design.",
      });
    }
  }
  const [first] = problems;
  if (first) throw new UserError("ICON_NAMES", first.message, { problems: problems.slice(0, MOST_PROBLEMS) });
}

function build({ output, target, options }: Request, icons: readonly Icon[], context: Context): Built | Promise<Built> {
  const { base, design, signal } = context;
  return output.build(icons, options, {
    target: parseArtifactPath(target),
    madeBy: toMadeBy(design.name),
    from: { kind: "file", id: design.id, name: design.name },
    previous: async (path) => (await base.differing([{ path, content: new Uint8Array() }])).get(parseArtifactPath(path)),
    signal,
  });
}

function toClaims({ request, result }: { request: Request; result: Built }): { path: string; owner: string }[] {
  return result.artifacts.map(({ path }: Artifact) => ({ path, owner: request.output.key }));
}

const MOST_LABELS = 8;

/** One note for all icons of an output that share a reason. */
function toNotes({ request, result }: { request: Request; result: Built }): Note[] {
  const toGroups = (entries: Built["left"] = []) => [...Map.groupBy(entries, ({ what }) => what)];
  const toLabels = (entries: readonly { icon: Icon }[]) => {
    const more = entries.length > MOST_LABELS ? ` and ${entries.length - MOST_LABELS} more` : "";
    return (
      entries
        .slice(0, MOST_LABELS)
        .map(({ icon }) => icon.label)
        .join(", ") + more
    );
  };
  const { key } = request.output;
  return [
    ...toGroups(result.left).map(
      ([what, entries]): Note => ({ level: "warning", message: `Left out of ${key}: ${toLabels(entries)}; each ${what}.` }),
    ),
    ...toGroups(result.notes).map(
      ([what, entries]): Note => ({ level: "info", message: `In ${key}: ${toLabels(entries)}; each ${what}.` }),
    ),
  ];
}
