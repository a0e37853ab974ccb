import { instant, keyword, orderedMap, tagged, transitSet, uuid } from "../transit/index.ts";
import { deriveId, isUuid, ZERO_ID } from "./ids.ts";

const HIDDEN_THEME = "__PENPOT__HIDDEN__TOKEN__THEME__";
/** `$type` of the export → Penpot's own name, where they differ by more than case (file-model.md §6.2). */
const PENPOT_TYPES: Readonly<Record<string, string>> = {
  dimension: "dimensions",
  borderWidth: "stroke-width",
  fontFamilies: "font-family",
  fontSizes: "font-size",
  fontWeights: "font-weight",
  boxShadow: "shadow",
};
const PART_NAMES: Readonly<Record<string, string>> = {
  fontFamilies: "fontFamily",
  fontSizes: "fontSize",
  fontWeights: "fontWeight",
  lineHeights: "lineHeight",
};

/** A token of the archive with the identity that only Penpot's Transit form shows. `modifiedAt` is ISO-8601. */
export interface KnownToken {
  id: string;
  name: string;
  type: string;
  value: unknown;
  description: string;
  modifiedAt: string;
}

interface KnownSet {
  id: string;
  name: string;
  tokens: KnownToken[];
}

interface Theme {
  id: string;
  name: string;
  group: string;
  description: string;
  isSource: boolean;
  sets: string[];
}

/** A token library with ids. */
export interface KnownLibrary {
  sets: KnownSet[];
  themes: Theme[];
  activeThemes: string[];
  activeSets: string[];
  modifiedAt: string;
}

type Leaf = Omit<KnownToken, "id" | "modifiedAt">;

/**
 * Gives the tokens of a DTCG document ids, which archives do not carry: derived from file, set and name; kept from `before` for a token
 * of the same set and name, and for one that vanished from its set while another of the same type and value appeared there, as the
 * editor's rename does (file-model.md §6.4).
 */
export function identifyTokens(fileId: string, document: unknown, before: KnownLibrary | undefined, now: string): KnownLibrary | undefined {
  if (typeof document !== "object" || document === null) return undefined;
  const { $themes = [], $metadata = {}, ...trees } = document as Record<string, unknown>;
  const metadata = $metadata as { tokenSetOrder?: string[]; activeThemes?: string[]; activeSets?: string[] };
  const order = metadata.tokenSetOrder ?? [];
  const names = [...order.filter((name) => name in trees), ...Object.keys(trees).filter((name) => !order.includes(name))];
  const sets = names.map((name) => {
    const known = before?.sets.find((set) => set.name === name);
    const id = known?.id ?? deriveId(fileId, "set", name);
    return { id, name, tokens: identifySet(`${fileId}/${name}`, listTokens(trees[name]), known?.tokens ?? [], now) };
  });
  const { activeThemes = [], activeSets = [] } = metadata;
  return { sets, themes: ($themes as Record<string, unknown>[]).map(toTheme), activeThemes, activeSets, modifiedAt: now };
}

function identifySet(scope: string, leaves: readonly Leaf[], before: readonly KnownToken[], now: string): KnownToken[] {
  const names = new Set(leaves.map(({ name }) => name));
  const known = new Map(before.map((token) => [token.name, token]));
  const vanished = before.filter(({ name }) => !names.has(name));
  const taken = new Set<string>();
  const tokens = leaves.map((leaf) => {
    const previous = known.get(leaf.name) ?? takeRenamed(vanished, leaf);
    const isSame = previous !== undefined && previous.name === leaf.name && toKey(previous) === toKey(leaf);
    if (previous) taken.add(previous.id);
    return { ...leaf, id: previous?.id ?? "", modifiedAt: previous && isSame ? previous.modifiedAt : now };
  });
  for (const token of tokens) {
    if (token.id !== "") continue;
    // A renamed token may have taken the id that this name would derive.
    for (let attempt = 0; token.id === "" || taken.has(token.id); attempt++) token.id = deriveId(scope, token.name, String(attempt));
    taken.add(token.id);
  }
  return tokens;
}

function takeRenamed(vanished: KnownToken[], leaf: Leaf): KnownToken | undefined {
  const at = vanished.findIndex(({ type, value }) => type === leaf.type && JSON.stringify(value) === JSON.stringify(leaf.value));
  return at === -1 ? undefined : vanished.splice(at, 1)[0];
}

function toKey({ type, value, description }: Leaf): string {
  return JSON.stringify([type, value, description]);
}

function listTokens(tree: unknown, prefix = ""): Leaf[] {
  if (typeof tree !== "object" || tree === null) return [];
  const node = tree as Record<string, unknown>;
  if ("$value" in node) {
    const description = typeof node["$description"] === "string" ? node["$description"] : "";
    return [{ name: prefix, type: String(node["$type"] ?? "other"), value: node["$value"], description }];
  }
  return Object.entries(node)
    .filter(([key]) => !key.startsWith("$"))
    .flatMap(([key, child]) => listTokens(child, prefix === "" ? key : `${prefix}.${key}`));
}

function toTheme(theme: Record<string, unknown>): Theme {
  return {
    id: String(theme["id"] ?? ""),
    name: String(theme["name"] ?? ""),
    group: String(theme["group"] ?? ""),
    description: String(theme["description"] ?? ""),
    isSource: theme["isSource"] === true,
    sets: Object.keys((theme["selectedTokenSets"] ?? {}) as object),
  };
}

/** The library as `get-file` carries it in Transit (file-model.md §6.4). */
export function toTransitLibrary(library: KnownLibrary): unknown {
  return tagged("penpot/tokens-lib", {
    sets: toSetTree(library),
    themes: toThemeTree(library),
    activeThemes: transitSet([...library.activeThemes, `/${HIDDEN_THEME}`]),
  });
}

type Tree = Map<string, Tree | { set: KnownSet }>;

function toSetTree({ sets, modifiedAt }: KnownLibrary): unknown {
  const root: Tree = new Map();
  for (const set of sets) {
    const groups = set.name.split("/");
    const last = groups.pop() ?? set.name;
    let level = root;
    for (const group of groups) {
      const found = level.get(`G-${group}`);
      const next: Tree = found instanceof Map ? found : new Map();
      level.set(`G-${group}`, next);
      level = next;
    }
    level.set(`S-${last}`, { set });
  }
  return writeTree(root, modifiedAt);
}

function writeTree(tree: Tree, modifiedAt: string): unknown {
  return orderedMap(
    [...tree].map(([name, node]) => [name, node instanceof Map ? writeTree(node, modifiedAt) : writeSet(node.set, modifiedAt)]),
  );
}

function writeSet({ id, name, tokens }: KnownSet, modifiedAt: string): unknown {
  const latest =
    tokens
      .map((token) => token.modifiedAt)
      .sort()
      .at(-1) ?? modifiedAt;
  return tagged("penpot/token-set", {
    id: uuid(id),
    name,
    description: "",
    modifiedAt: instant(latest),
    tokens: orderedMap(tokens.map((token) => [token.name, writeToken(token)])),
  });
}

function writeToken({ id, name, type, value, description, modifiedAt }: KnownToken): unknown {
  return tagged("penpot/token", {
    id: uuid(id),
    name,
    type: keyword(PENPOT_TYPES[type] ?? type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
    value: writeTokenValue(value),
    description,
    modifiedAt: instant(modifiedAt),
  });
}

function writeTokenValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(writeTokenValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([part, item]) => [PART_NAMES[part] ?? part, writeTokenValue(item)]));
}

function toThemeTree({ themes, activeSets, modifiedAt }: KnownLibrary): unknown {
  const hidden = { id: "", name: HIDDEN_THEME, group: "", description: "", isSource: false, sets: activeSets };
  const groups = new Map<string, [string, unknown][]>();
  for (const theme of [hidden, ...themes]) {
    const entries = groups.get(theme.group) ?? [];
    entries.push([theme.name, writeTheme(theme, modifiedAt)]);
    groups.set(theme.group, entries);
  }
  return orderedMap([...groups].map(([group, entries]) => [group, orderedMap(entries)]));
}

function writeTheme({ id, name, group, description, isSource, sets }: Theme, modifiedAt: string): unknown {
  return tagged("penpot/token-theme", {
    id: uuid(toThemeId(name, group, id)),
    name,
    group,
    description,
    isSource,
    externalId: id,
    modifiedAt: instant(modifiedAt),
    sets: transitSet(sets),
  });
}

function toThemeId(name: string, group: string, externalId: string): string {
  if (name === HIDDEN_THEME) return ZERO_ID;
  return isUuid(externalId) ? externalId : deriveId("theme", group, name, externalId);
}
