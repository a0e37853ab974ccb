/** A design file's place: the instance's configured name and Penpot's ids. */
export interface FileRef {
  instance: string;
  teamId: string;
  projectId: string;
  fileId: string;
  name: string;
}

/** A shape in the API's JSON form (camelCase keys, kebab-case values, path content as an SVG path string). Open: unknown keys stay. */
export interface Shape {
  id: string;
  name: string;
  type: string;
  parentId?: string | null;
  frameId?: string | null;
  shapes?: string[] | null;
  hidden?: boolean | null;
  [key: string]: unknown;
}

export interface Page {
  id: string;
  name: string;
  background?: string;
  objects: Record<string, Shape>;
}

/** A component of the file. `path` is the group, split at `/` and trimmed; ids are unique per file only. */
export interface Component {
  id: string;
  name: string;
  path: readonly string[];
  pageId: string;
  /** The main instance's root shape on that page. */
  rootId: string;
  deleted: boolean;
  variant?: { id: string; properties: readonly { name: string; value: string }[] };
  annotation?: string;
  modifiedAt?: string;
}

/** A library colour: exactly one of `color` (#rrggbb), `gradient`, `image`. */
export interface LibraryColor {
  id: string;
  name: string;
  path: readonly string[];
  opacity: number;
  color?: string;
  gradient?: unknown;
  image?: unknown;
  modifiedAt?: string;
}

/** A library typography; values are strings without units (sizes and letter spacing in px, line height a multiplier). */
export interface LibraryTypography {
  id: string;
  name: string;
  path: readonly string[];
  fontId: string;
  fontFamily: string;
  fontVariantId: string;
  fontSize: string;
  fontWeight: string;
  fontStyle: string;
  lineHeight: string;
  letterSpacing: string;
  textTransform: string;
  modifiedAt?: string;
}

/** A token as authored. `type` is the `$type` of Penpot's export (`color`, `borderRadius`, …). `id` only from Transit. */
export interface Token {
  id?: string;
  name: string;
  type: string;
  value: unknown;
  description: string;
  modifiedAt?: string;
}

/** A token set. `name` is the full path (`mode/dark`). Token order is the design's only when `tokens` came from Transit. */
export interface TokenSet {
  id?: string;
  name: string;
  description?: string;
  tokens: readonly Token[];
}

/** A theme; `id` is the external id, `sets` the names of the sets it enables. */
export interface TokenTheme {
  id: string;
  name: string;
  group: string;
  description: string;
  isSource: boolean;
  sets: readonly string[];
}

/** The token library: sets in `tokenSetOrder`, themes in the design's order, without Penpot's hidden theme. */
export interface TokenLibrary {
  sets: readonly TokenSet[];
  themes: readonly TokenTheme[];
  activeThemes: readonly string[];
  activeSets: readonly string[];
}

/** Which of the three ways a design was read; Transit loses nothing. */
export type Channel = "transit" | "json" | "archive";

/** A Penpot file read whole and normalised. Lists are sorted (pages: the design's order; the rest: path, name, id). */
export interface Design {
  channel: Channel;
  id: string;
  name: string;
  teamId?: string;
  projectId?: string;
  revn: number;
  vern: number;
  modifiedAt?: string;
  isShared: boolean;
  pages: readonly Page[];
  components: readonly Component[];
  colors: readonly LibraryColor[];
  typographies: readonly LibraryTypography[];
  tokens?: TokenLibrary;
  /** False when something could not be read; then nothing may be deleted because of what is missing. */
  complete: boolean;
  /** What could not be read, in words. */
  problems: readonly string[];
}
