import type { Action, Base, PictureCheck } from "../action.ts";
import type { Cache } from "../cache.ts";
import type { ChangeSet } from "../change-set.ts";
import type { Design, FileRef } from "../design.ts";
import { PermanentError, TransientError, UserError } from "../errors.ts";
import type { ChangeCounts, Comparison, Forge } from "../forge.ts";
import type { Logger } from "../log.ts";
import type { Penpot } from "../penpot.ts";
import type { Recipe } from "../recipe.ts";
import type { Note, Run } from "../run.ts";
import { compileTemplate, type Scope, toScope } from "./expressions.ts";
import { matchSource } from "./match.ts";
import { toBody, toWorkspaceLink } from "./pull-request/body.ts";
import { escapeMarkdown, escapePlain, toLine } from "./pull-request/escape.ts";
import { type Subject, toCommitMessage } from "./pull-request/message.ts";
import { runSteps, type StepsResult } from "./run-steps.ts";
import type { SourceFile, SourceIndex } from "./sources.ts";
import { pullRequestVariables, runScope } from "./variables.ts";

/** A run and its recipe. */
export interface RunInput {
  run: Run;
  recipe: Recipe;
}

/** What a run needs of the other rooms. */
export interface RunDeps {
  actions: readonly Action[];
  penpot(instance: string): Penpot | undefined;
  forge(name: string): Forge | undefined;
  sources: Pick<SourceIndex, "lookup">;
  /** Whether the recipe was already done for the file as it is listed; without it the file is always read. */
  isSynced?(file: SourceFile): Promise<boolean>;
  /** What is kept for a recipe and a design file; without it every run makes all again. `save` is called when the steps are done. */
  openCache?(recipe: string, file: FileRef): Promise<Cache & { save(): Promise<void> }>;
  log: Logger;
  signal: AbortSignal;
}

/** A run done up to, and without, its effect. */
export interface PreparedRun {
  state: "ready";
  forge: Forge;
  /** The path on the forge. */
  repository: string;
  changeSet: ChangeSet;
  comparison: Comparison;
  notes: readonly Note[];
  pictures: readonly PictureCheck[];
  /** The file as Penpot listed it before it was read. */
  file: SourceFile;
  design: Design;
}

/** A run that has nothing to do, and why. */
export interface SkippedRun {
  state: "skipped";
  notes: readonly Note[];
}

const MAX_TITLE = 200;
const MAX_BODY = 60_000;

/** Reads the design, runs the steps and makes the change set; compares it with the base and changes nothing. */
export async function prepareRun({ run, recipe }: RunInput, deps: RunDeps): Promise<PreparedRun | SkippedRun> {
  const { signal, log } = deps;
  const penpot = deps.penpot(run.file.instance);
  if (!penpot) {
    throw new UserError("UNKNOWN_PENPOT", `The configuration has no Penpot instance "${run.file.instance}".`, {
      hint: "Add it under penpot: in the configuration.",
    });
  }
  const { forge, repository } = findForge(recipe, deps);
  const listed = await deps.sources.lookup(run.file, signal);
  if (!listed) return skip(`The file ${run.file.name} was deleted, or is in no team that Penops looks after.`);
  const strange = matchSource(recipe, listed).find(({ ok }) => !ok);
  if (strange) return skip(`The file is not a source of the recipe any more: ${strange.condition} does not fit ${strange.value}.`);
  if (await deps.isSynced?.(listed)) return skip(`Revision ${listed.revn} of ${listed.name} was already synced.`);
  const design = await readDesign(penpot, run.file.fileId, signal);
  if (!design) return skip(`The file ${listed.name} was deleted, or access to it was lost.`);
  // The file may have changed since it was listed; what was read is what is proposed.
  const file: SourceFile = { ...listed, name: design.name, revn: design.revn, vern: design.vern };
  const cache = await openCache(recipe, run, deps);
  const steps = await runSteps({
    recipe,
    design,
    scope: runScope(recipe, run, file),
    actions: deps.actions,
    media: penpot.openMedia(toFileRef(file), signal),
    base: createBase(forge, repository, recipe, signal),
    cache,
    log,
    signal,
  });
  await cache.save();
  const notes = [...steps.notes, ...noteIncomplete(design)];
  const draft = toDraft(recipe, file, design, steps);
  signal.throwIfAborted();
  const comparison = await forge.compare(repository, draft, signal);
  const changeSet = describeChange({ draft, comparison, recipe, run, file, steps, notes, publicUrl: penpot.publicUrl });
  return { state: "ready", forge, repository, changeSet, comparison, notes, pictures: steps.pictures, file: listed, design };
}

/** The branch of a recipe and a design file; one for both, whatever changes. */
export function toBranch(recipe: string, fileId: string): string {
  return `penops/${recipe}/${fileId
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "")
    .slice(-12)}`;
}

/** A cache that may fail without harm: losing it loses nothing but time. */
async function openCache(recipe: Recipe, run: Run, { openCache: open, log }: RunDeps): Promise<Cache & { save(): Promise<void> }> {
  const forget = (error: unknown) => log.warn({ error }, "The cache of pictures cannot be used; all are made again");
  const opened = await open?.(recipe.name, run.file).catch(forget);
  if (opened)
    return { get: (key) => opened.get(key), set: (key, value) => opened.set(key, value), save: () => opened.save().catch(forget) };
  const entries = new Map<string, Uint8Array>();
  return { get: (key) => entries.get(key), set: (key, value) => void entries.set(key, value), save: async () => {} };
}

/** The base branch as the steps see it. */
function createBase(forge: Forge, repository: string, recipe: Recipe, signal: AbortSignal): Base {
  const { base, labels } = recipe["pull-request"];
  const shell = {
    ...(base !== undefined && { base }),
    branch: `penops/${recipe.name}`,
    labels,
    title: "",
    body: "",
    message: "",
    prune: [],
    keep: [],
  };
  return {
    async differing(files) {
      if (files.length === 0) return new Map();
      const { changes } = await forge.compare(repository, { ...shell, files }, signal);
      return new Map(changes.flatMap(({ kind, path, before }) => (kind === "modified" && before ? [[path, before]] : [])));
    },
  };
}

function skip(message: string): SkippedRun {
  return { state: "skipped", notes: [{ level: "info", message }] };
}

function findForge(recipe: Recipe, deps: RunDeps): { forge: Forge; repository: string } {
  const address = recipe["pull-request"].repository;
  const colon = address.indexOf(":");
  const forge = deps.forge(address.slice(0, colon));
  if (forge) return { forge, repository: address.slice(colon + 1) };
  throw new UserError(
    "UNKNOWN_FORGE",
    `The recipe ${recipe.name} proposes to ${address}, but there is no forge "${address.slice(0, colon)}".`,
    {
      hint: "Add it under forges: in the configuration, or change pull-request.repository in the recipe.",
      place: recipe.place,
    },
  );
}

async function readDesign(penpot: Penpot, fileId: string, signal: AbortSignal): Promise<Design | undefined> {
  try {
    return await penpot.readDesign(fileId, signal);
  } catch (error) {
    const isGone = error instanceof UserError || error instanceof PermanentError || error instanceof TransientError;
    if (isGone && error.code === "PENPOT_NOT_FOUND") return undefined;
    throw error;
  }
}

function noteIncomplete(design: Design): Note[] {
  if (design.complete) return [];
  const why = design.problems.length > 0 ? ` ${design.problems.slice(0, 5).join(" ")}` : "";
  return [{ level: "warning", message: `The file could not be read completely, so nothing is deleted this time.${why}` }];
}

type Draft = Omit<ChangeSet, "title" | "body" | "message">;

function toDraft(recipe: Recipe, file: SourceFile, design: Design, steps: StepsResult): ChangeSet {
  const { base, labels } = recipe["pull-request"];
  return {
    ...(base !== undefined && { base }),
    branch: toBranch(recipe.name, file.id),
    labels,
    files: steps.artifacts,
    prune: design.complete ? steps.prune : [],
    keep: steps.keep,
    title: "",
    body: "",
    message: "",
  };
}

interface Description {
  draft: Draft;
  comparison: Comparison;
  recipe: Recipe;
  run: Run;
  file: SourceFile;
  steps: StepsResult;
  notes: readonly Note[];
  publicUrl: string;
}

function describeChange({ draft, comparison, recipe, run, file, steps, notes, publicUrl }: Description): ChangeSet {
  const counts = countChanges(comparison);
  const subject: Subject = { recipe: recipe.name, runId: run.id, file: toFileRef(file), revn: file.revn };
  const scope = toScope({ changes: counts }, steps.scope);
  const link = toWorkspaceLink(publicUrl, file.teamId, file.id);
  const { title, body } = recipe["pull-request"];
  return {
    ...draft,
    title: toLine(
      title === undefined ? `${recipe.name}: ${escapePlain(file.name)}` : fillText(title, recipe, scope, escapePlain),
      MAX_TITLE,
    ),
    body:
      body === undefined
        ? toBody({ ...subject, link, counts, changes: comparison.changes, steps: steps.steps, notes, pictures: steps.pictures })
        : fillText(body, recipe, scope, escapeMarkdown).slice(0, MAX_BODY),
    message: toCommitMessage(subject, counts),
  };
}

function fillText(template: string, recipe: Recipe, scope: Scope, guard: (value: string) => string): string {
  const ids = recipe.steps.flatMap(({ id }) => (id === undefined ? [] : [id]));
  return compileTemplate(template, pullRequestVariables(ids)).fillText(scope, guard);
}

function toFileRef({ instance, teamId, projectId, id, name }: SourceFile): FileRef {
  return { instance, teamId, projectId, fileId: id, name };
}

/** How many files a comparison adds, modifies and deletes. */
export function countChanges({ changes }: Comparison): ChangeCounts {
  const count = (kind: string) => changes.filter((change) => change.kind === kind).length;
  return { added: count("added"), modified: count("modified"), deleted: count("deleted") };
}
