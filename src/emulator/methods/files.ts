import { etagOf, featuresOf, toGetFile } from "../design-file.ts";
import { type Call, defineMethod, type Method } from "../method.ts";
import { boolean, optional, text, textSet, uuid } from "../params.ts";
import { notFound, restricted } from "../rpc-error.ts";
import { requireFile, requireProject, requireTeam } from "../state.ts";

/** A client that names its features must know all of these that the file has (file-model.md §1.2). */
const NEEDED_FEATURES = ["fdata/shape-data-type", "fdata/path-data", "layout/grid", "components/v2", "design-tokens/v1", "variants/v1"];

const getFile = defineMethod({
  name: "get-file",
  params: { id: uuid, features: optional(textSet) },
  run: ({ state, profile, ifNoneMatch }, { id, features }) => {
    const file = requireFile(state, profile, id);
    if (!profile) throw notFound();
    const etag = etagOf(file, profile);
    if (ifNoneMatch === etag) return { isNotModified: true };
    checkFeatures(features, featuresOf(file));
    return { value: toGetFile(file, { teamId: state.team.id, projectId: state.project.id }, profile), headers: { etag } };
  },
});

function checkFeatures(declared: readonly string[] | undefined, present: readonly string[]): void {
  if (!declared) return;
  const missing = present.filter((feature) => NEEDED_FEATURES.includes(feature) && !declared.includes(feature));
  const [feature] = missing;
  if (feature === undefined) return;
  throw restricted("feature-not-supported", { feature, hint: `client declares no support for '${missing.join(",")}' features` });
}

const getFileInfo = defineMethod({
  name: "get-file-info",
  isAnonymous: true,
  params: { id: uuid },
  run: ({ state }, { id }) => {
    const file = state.files.get(id);
    if (!file) throw notFound();
    return { value: { id, deletedAt: file.deletedAt } };
  },
});

const getFileLibraries = defineMethod({
  name: "get-file-libraries",
  params: { fileId: uuid },
  run: ({ state, profile }, { fileId }) => {
    const direct = requireFile(state, profile, fileId).libraries;
    const all = new Set(direct);
    for (const id of all) for (const next of state.files.get(id)?.libraries ?? []) all.add(next);
    all.delete(fileId);
    return { value: [...all].flatMap((id) => toLibrary({ state }, id, !direct.includes(id))) };
  },
});

function toLibrary({ state }: Pick<Call, "state">, id: string, isIndirect: boolean): Record<string, unknown>[] {
  const file = state.files.get(id);
  if (!file || file.deletedAt !== undefined) return [];
  const { name, revn, vern, isShared, modifiedAt, createdAt, content } = file;
  const version = content.raw.version ?? 67;
  const row = { id, name, revn, vern, isShared, version, modifiedAt, createdAt, teamId: state.team.id, projectId: state.project.id };
  return [{ features: featuresOf(file), ...row, isIndirect, syncedAt: modifiedAt }];
}

const getLibraryReferences = defineMethod({
  name: "get-library-file-references",
  params: { fileId: uuid },
  run: ({ state, profile }, { fileId }) => {
    requireFile(state, profile, fileId);
    const users = [...state.files.values()].filter((file) => file.deletedAt === undefined && file.libraries.includes(fileId));
    return { value: users.map(({ id, name }) => ({ id, name })) };
  },
});

const renameFile = defineMethod({
  name: "rename-file",
  params: { id: uuid, name: text(1, 250) },
  run: ({ state, profile }, { id, name }) => {
    const file = requireFile(state, profile, id, { edit: true });
    file.name = name;
    file.modifiedAt = state.now();
    const { createdAt, modifiedAt } = file;
    return { value: { id, name, createdAt, modifiedAt }, announce: { props: { projectId: state.project.id, createdAt, modifiedAt } } };
  },
});

const setFileShared = defineMethod({
  name: "set-file-shared",
  params: { id: uuid, isShared: boolean },
  run: ({ state, profile }, { id, isShared }) => {
    const file = requireFile(state, profile, id, { edit: true });
    // Penpot knows the project only here, so that publishing finds no hook (integration.md §4).
    const projectId = file.isShared && !isShared ? state.project.id : undefined;
    if (file.isShared !== isShared) file.modifiedAt = state.now();
    file.isShared = isShared;
    return { value: { id, name: file.name, isShared }, announce: { props: { name: file.name, isShared, projectId } } };
  },
});

const deleteFile = defineMethod({
  name: "delete-file",
  params: { id: uuid },
  run: ({ state, profile }, { id }) => {
    const file = requireFile(state, profile, id, { edit: true });
    file.deletedAt = state.now();
    const { name, createdAt, modifiedAt } = file;
    return { announce: { props: { projectId: state.project.id, name, createdAt, modifiedAt } } };
  },
});

const getFontVariants = defineMethod({
  name: "get-font-variants",
  params: { teamId: optional(uuid), fileId: optional(uuid), projectId: optional(uuid) },
  run: ({ state, profile }, { teamId, fileId, projectId }) => {
    if (teamId !== undefined) requireTeam(state, profile, teamId);
    else if (projectId !== undefined) requireProject(state, profile, projectId);
    else requireFile(state, profile, fileId ?? "");
    // Archives carry no fonts (file-model.md §7.4); only what the emulator was given is there.
    const isPersonal = teamId !== undefined && teamId !== state.team.id;
    return { value: isPersonal ? [] : [...state.fontVariants] };
  },
});

export const fileMethods: readonly Method[] = [
  getFile,
  getFileInfo,
  getFileLibraries,
  getLibraryReferences,
  renameFile,
  setFileShared,
  deleteFile,
  getFontVariants,
];
