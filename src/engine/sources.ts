import type { FileRef } from "../design.ts";
import { classifyError } from "../errors.ts";
import type { Event } from "../event.ts";
import { matchesNamed } from "../glob.ts";
import type { Logger } from "../log.ts";
import type { FileState, Penpot, Project, Team } from "../penpot.ts";

/** A design file with the names of all it lies in. */
export interface SourceFile extends FileState {
  instance: string;
  teamName: string;
  projectName: string;
}

/** The files of all instances as they were listed; `incomplete` when a part did not answer, and then `problems` says which. */
export interface Listing {
  files: readonly SourceFile[];
  incomplete: boolean;
  problems: readonly string[];
}

/** Knows which design files there are. */
export interface SourceIndex {
  /** Lists everything once. Parts that answer an error are reported, the rest goes on. */
  refresh(signal: AbortSignal): Promise<Listing>;
  /** The file as it was listed last, without asking Penpot. */
  find(instance: string, fileId: string): SourceFile | undefined;
  /** The files an event is about; asks Penpot only where the event says something that is not known yet. Throws as Penpot does. */
  resolve(event: Event, signal: AbortSignal): Promise<readonly SourceFile[]>;
  /** The file as Penpot lists it now; undefined when it is gone or in no team we look after. Throws as Penpot does. */
  lookup(ref: Pick<FileRef, "instance" | "fileId"> & Partial<FileRef>, signal: AbortSignal): Promise<SourceFile | undefined>;
}

interface Instance {
  penpot: Penpot;
  patterns: readonly string[];
  teams: Map<string, Team>;
  projects: Map<string, Project>;
  files: Map<string, SourceFile>;
}

/** What to do when a team or project answers an error: report it, or throw it on. */
type OnError = (what: string, error: unknown) => void;

/** Creates an empty index over the teams whose name or id fits the instance's patterns. */
export function createSourceIndex(
  penpots: readonly Penpot[],
  teamPatterns: Readonly<Record<string, readonly string[]>>,
  log: Logger,
): SourceIndex {
  const instances = new Map<string, Instance>(
    penpots.map((penpot) => [
      penpot.instance,
      { penpot, patterns: teamPatterns[penpot.instance] ?? [], teams: new Map(), projects: new Map(), files: new Map() },
    ]),
  );
  return {
    async refresh(signal) {
      const problems: string[] = [];
      const report: OnError = (what, error) => {
        signal.throwIfAborted();
        log.warn({ error, what }, "A part of Penpot could not be listed");
        problems.push(`${what} could not be listed: ${error instanceof Error ? error.message : String(error)}`);
      };
      await Promise.all([...instances.values()].map((instance) => listInstance(instance, signal, report)));
      return { files: [...instances.values()].flatMap(sortedFiles), incomplete: problems.length > 0, problems };
    },
    find: (instance, fileId) => instances.get(instance)?.files.get(fileId),
    async resolve(event, signal) {
      const instance = instances.get(event.instance);
      return instance ? resolveEvent(instance, event, signal) : [];
    },
    async lookup(ref, signal) {
      const instance = instances.get(ref.instance);
      return instance && lookUp(instance, ref, signal);
    },
  };
}

async function listInstance(instance: Instance, signal: AbortSignal, onError: OnError): Promise<void> {
  const name = instance.penpot.instance;
  await attempt(`The instance ${name}`, onError, () => listTeams(instance, signal));
  await inTurn([...instance.teams.values()], async (team) => {
    await attempt(`The team ${team.name} of ${name}`, onError, () => listProjects(instance, team, signal));
    await inTurn(projectsOf(instance, team.id), (project) =>
      attempt(`The project ${project.name} of ${name}`, onError, () => listFiles(instance, project, signal)),
    );
  });
}

async function attempt(what: string, onError: OnError, list: () => Promise<void>): Promise<void> {
  try {
    await list();
  } catch (error) {
    onError(what, error);
  }
}

/** One after the other: the timer must not be what makes Penpot slow for people. */
async function inTurn<Item>(items: readonly Item[], run: (item: Item) => Promise<void>): Promise<void> {
  for (const item of items) await run(item);
}

async function listTeams(instance: Instance, signal: AbortSignal): Promise<void> {
  const teams = await instance.penpot.getTeams(signal);
  const wanted = teams.filter((team) => matchesNamed(instance.patterns, team));
  instance.teams = new Map(wanted.map((team) => [team.id, team]));
  for (const project of instance.projects.values()) if (!instance.teams.has(project.teamId)) forgetProject(instance, project.id);
}

async function listProjects(instance: Instance, team: Team, signal: AbortSignal): Promise<void> {
  const projects = await instance.penpot.getProjects(team.id, signal).catch((error: unknown) => {
    if (isGone(error)) forgetTeam(instance, team.id);
    throw error;
  });
  const ids = new Set(projects.map(({ id }) => id));
  for (const project of projectsOf(instance, team.id)) if (!ids.has(project.id)) forgetProject(instance, project.id);
  for (const project of projects) instance.projects.set(project.id, project);
}

async function listFiles(instance: Instance, project: Project, signal: AbortSignal): Promise<void> {
  const team = instance.teams.get(project.teamId);
  if (!team) return;
  const files = await instance.penpot.getProjectFiles(project.id, signal).catch((error: unknown) => {
    if (isGone(error)) forgetProject(instance, project.id);
    throw error;
  });
  const ids = new Set(files.map(({ id }) => id));
  for (const file of filesOf(instance, project.id)) if (!ids.has(file.id)) instance.files.delete(file.id);
  for (const file of files) {
    const { instance: name } = instance.penpot;
    instance.files.set(file.id, { ...file, teamId: team.id, instance: name, teamName: team.name, projectName: project.name });
  }
}

function forgetTeam(instance: Instance, teamId: string): void {
  instance.teams.delete(teamId);
  for (const project of projectsOf(instance, teamId)) forgetProject(instance, project.id);
}

function forgetProject(instance: Instance, projectId: string): void {
  instance.projects.delete(projectId);
  for (const file of filesOf(instance, projectId)) instance.files.delete(file.id);
}

function projectsOf(instance: Instance, teamId: string): Project[] {
  return [...instance.projects.values()].filter((project) => project.teamId === teamId);
}

function filesOf(instance: Instance, projectId: string): SourceFile[] {
  return [...instance.files.values()].filter((file) => file.projectId === projectId);
}

function sortedFiles(instance: Instance): SourceFile[] {
  return [...instance.files.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Penpot answers 404 to what was deleted since it was listed and to what the token no longer sees (integration §7.6); asking again changes nothing. */
function isGone(error: unknown): boolean {
  return classifyError(error) !== "bug" && (error as { code?: unknown }).code === "PENPOT_NOT_FOUND";
}

/** What is gone has no files; everything else leaves the question open. */
const throwUnlessGone: OnError = (_, error) => {
  if (!isGone(error)) throw error;
};

function unlessGone(list: () => Promise<void>): Promise<void> {
  return attempt("", throwUnlessGone, list);
}

async function resolveEvent(instance: Instance, event: Event, signal: AbortSignal): Promise<readonly SourceFile[]> {
  const { teamId, projectId, fileId } = event.subject;
  if (fileId !== undefined) {
    const known = instance.files.get(fileId);
    const file = known && !saysOtherwise(known, event) ? known : ((await lookUp(instance, { ...event.subject, fileId }, signal)) ?? known);
    return file ? [file] : [];
  }
  if (projectId !== undefined) {
    const project = await findProject(instance, projectId, teamId, /project/.test(event.name), signal);
    if (!project) return [];
    // Most events of a project announce files without their ids, so what is known of it is out of date now.
    await unlessGone(() => listFiles(instance, project, signal));
    return filesOf(instance, project.id).filter(({ id }) => isMeant(id, event));
  }
  if (teamId !== undefined) {
    await findTeam(instance, teamId, signal);
    return sortedFiles(instance).filter((file) => file.teamId === teamId);
  }
  return [];
}

/** Of the events of a project only `move-files` names files, by `ids`. */
function isMeant(fileId: string, { props }: Event): boolean {
  return !Array.isArray(props["ids"]) || props["ids"].includes(fileId);
}

function saysOtherwise(known: SourceFile, { name, subject, props }: Event): boolean {
  if (subject.projectId !== undefined && subject.projectId !== known.projectId) return true;
  return name === "rename-file" || (name === "update-file" && typeof props["name"] === "string" && props["name"] !== known.name);
}

async function lookUp(
  instance: Instance,
  ref: { fileId: string; projectId?: string | undefined; teamId?: string | undefined },
  signal: AbortSignal,
): Promise<SourceFile | undefined> {
  const known = instance.files.get(ref.fileId);
  const projectId = ref.projectId ?? known?.projectId;
  const project = projectId && (await findProject(instance, projectId, ref.teamId ?? known?.teamId, true, signal));
  if (project) {
    await unlessGone(() => listFiles(instance, project, signal));
    const file = instance.files.get(ref.fileId);
    if (file?.projectId === project.id) return file;
  }
  await listInstance(instance, signal, throwUnlessGone);
  return instance.files.get(ref.fileId);
}

async function findProject(
  instance: Instance,
  projectId: string,
  teamId: string | undefined,
  isFresh: boolean,
  signal: AbortSignal,
): Promise<Project | undefined> {
  const known = instance.projects.get(projectId);
  const isTrusted = known && !isFresh && (teamId === undefined || known.teamId === teamId);
  if (isTrusted) return known;
  const team = await findTeam(instance, teamId ?? known?.teamId, signal);
  if (team) await unlessGone(() => listProjects(instance, team, signal));
  return instance.projects.get(projectId);
}

async function findTeam(instance: Instance, teamId: string | undefined, signal: AbortSignal): Promise<Team | undefined> {
  if (teamId === undefined) return undefined;
  if (!instance.teams.has(teamId)) await listTeams(instance, signal);
  return instance.teams.get(teamId);
}
