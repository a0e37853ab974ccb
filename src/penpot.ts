import type { Design, FileRef } from "./design.ts";
import type { Media } from "./media.ts";

export interface Profile {
  id: string;
  fullname: string;
  email?: string;
}

export interface Team {
  id: string;
  name: string;
  isDefault: boolean;
}

export interface Project {
  id: string;
  teamId: string;
  name: string;
  isPinned: boolean;
}

/** A row of `get-project-files`. `revn` may fall and `modifiedAt` may go back: compare for inequality. */
export interface FileState {
  id: string;
  projectId: string;
  teamId: string;
  name: string;
  revn: number;
  vern: number;
  modifiedAt: string;
  isShared: boolean;
}

/** The `Accept` and body format of a call or a hook. */
export type Format = "json" | "transit";

export interface CallOptions {
  signal: AbortSignal;
  /** The answer's encoding; `json` unless told. */
  format?: Format;
}

/** What Penops may ask of one Penpot instance. Every method throws only the three error classes. */
export interface Penpot {
  /** The instance's name in the configuration. */
  readonly instance: string;
  /** The address people use, for links; without a trailing slash. */
  readonly publicUrl: string;
  /** Throws PENPOT_TOKEN_INVALID when the token is not accepted, although Penpot answers 200. */
  getProfile(signal: AbortSignal): Promise<Profile>;
  getTeams(signal: AbortSignal): Promise<Team[]>;
  /** Live projects only; Penpot also lists deleted ones. */
  getProjects(teamId: string, signal: AbortSignal): Promise<Project[]>;
  getProjectFiles(projectId: string, signal: AbortSignal): Promise<FileState[]>;
  /** Reads a whole file: Transit first, JSON when Transit cannot be read. Throws PENPOT_NOT_FOUND when it was deleted or access was lost. */
  readDesign(fileId: string, signal: AbortSignal): Promise<Design>;
  /** What belongs to a file and is not in its design; nothing is fetched before it is asked for. */
  openMedia(file: FileRef, signal: AbortSignal): Media;
  /** Any other method; the result is in the API's JSON form whatever the format. `undefined` for 204. */
  call(method: string, params: Record<string, unknown>, options: CallOptions): Promise<unknown>;
}
