import { type Flattening, type Leaf, toLeafKey, toLeaves } from "./leaves.ts";
import { createNameRegister, type NameRules, toName } from "./names.ts";
import type { BuiltTokens, ThemeTokens, TokenJob } from "./output.ts";

/** A leaf with its name and its value in an output's language. */
export interface Entry {
  name: string;
  /** The resolved value. */
  text: string;
  leaf: Leaf;
  /** The name of the entry it was authored as a reference to, when that is written too and has the same text. */
  alias: string | undefined;
}

export interface Entries {
  themes: ReadonlyMap<ThemeTokens, readonly Entry[]>;
  left: BuiltTokens["left"];
}

/** How an output writes leaves. */
export interface Printing extends Flattening {
  rules: NameRules;
  /** Instead of the name that the rules give. */
  toName?(leaf: Leaf): string;
  /** The value as text, or why the platform cannot say it. */
  print(leaf: Leaf): string | Impossible;
}

/** `what` completes "each …". */
export interface Impossible {
  what: string;
}

/** Names and prints the tokens of all themes. Throws TOKEN_NAMES when two tokens would have one name, in whichever themes they stand. */
export function toEntries({ all }: TokenJob, printing: Printing): Entries {
  const register = createNameRegister(printing.rules.output);
  const left = new Map<string, { token: string; what: string }>();
  const themes = new Map(all.map((theme) => [theme, toThemeEntries(theme, printing, register.claim, left)]));
  register.check();
  return { themes, left: [...left.values()] };
}

function toThemeEntries(
  { tokens }: ThemeTokens,
  printing: Printing,
  claim: (name: string, leaf: Leaf) => void,
  left: Map<string, { token: string; what: string }>,
): Entry[] {
  const entries = new Map<string, Entry>();
  for (const leaf of tokens.flatMap((token) => toLeaves(token, printing))) {
    const text = isStorable(leaf) ? printing.print(leaf) : { what: "is more than any platform can store" };
    if (typeof text !== "string") {
      left.set(JSON.stringify([leaf.token.name, text.what]), { token: leaf.token.name, what: text.what });
      continue;
    }
    const name = printing.toName?.(leaf) ?? toName(leaf, printing.rules);
    claim(name, leaf);
    entries.set(toLeafKey(leaf.token.name, leaf.part), { name, text, leaf, alias: undefined });
  }
  for (const entry of entries.values()) {
    const target = entry.leaf.alias === undefined ? undefined : entries.get(entry.leaf.alias);
    if (target && target !== entry && target.text === entry.text) entry.alias = target.name;
  }
  return [...entries.values()];
}

function isStorable({ value }: Leaf): boolean {
  return Object.values(value).every((part) => typeof part !== "number" || Number.isFinite(part));
}

/** What a theme's block must repeat: all whose value or reference is another than the base's. */
export function differing(entries: readonly Entry[], base: readonly Entry[]): Entry[] {
  const before = new Map(base.map((entry) => [entry.name, entry]));
  return entries.filter(({ name, text, alias }) => {
    const old = before.get(name);
    return old?.text !== text || old.alias !== alias;
  });
}

/** The entries with each after what it refers to, else in their order. */
export function inOrderOfNeed(entries: readonly Entry[]): Entry[] {
  const byName = new Map(entries.map((entry) => [entry.name, entry]));
  const done = new Set<Entry>();
  for (const entry of entries) {
    const chain: Entry[] = [];
    for (let next: Entry | undefined = entry; next && !done.has(next); next = next.alias === undefined ? undefined : byName.get(next.alias))
      chain.push(next);
    for (const next of chain.reverse()) done.add(next);
  }
  return [...done];
}
