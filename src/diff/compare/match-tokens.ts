import { joinKey, toNameKey } from "../keys.ts";
import type { LockEntity } from "../lock/lock.ts";
import { both, guess, idOf, isSameId, type Keys, type Matching, matchAll, matchInStep } from "./match.ts";

/** The token sets and tokens of two locks, matched. */
export interface TokenMatching {
  sets: Matching;
  tokens: Matching;
  /** What a set of the lock before is called now. */
  renamedSets: ReadonlyMap<string, string>;
  /** The sets, by their names now, of which no id survived though there is something to match. */
  guessedSets: readonly string[];
}

interface Side {
  sets: readonly LockEntity[];
  tokens: readonly LockEntity[];
}

/**
 * Matches by id; then by set and name; and in sets of which no id survives (Penpot's import renews them all, archives and JSON have none:
 * file-model.md §6.4) guesses by type and value where that is unmistakable.
 */
export function matchTokens(before: Side, after: Side): TokenMatching {
  const sets = matchSets(before, after);
  const renamedSets = new Map(sets.pairs.map((pair) => [pair.before.name, pair.after.name]));
  const setNow: ToText = ({ set = "" }) => renamedSets.get(set) ?? set;
  const byId = matchAll(matchInStep(before.tokens, after.tokens), both(idOf));
  const byName = matchAll(byId, {
    before: (token) => toNameKey(token, setNow(token)),
    after: (token) => toNameKey(token, token.set ?? ""),
  });

  const living = new Set(sets.pairs.filter(isSameId).map((pair) => pair.after.name));
  for (const pair of byId.pairs) if (isSameId(pair)) living.add(setNow(pair.before)).add(pair.after.set ?? "");
  const isOpen = (set: string): boolean => !living.has(set);
  const tokens = guessTokens(byName, setNow, isOpen);
  const open = [...byName.removed.map(setNow), ...byName.added.map(({ set = "" }) => set)].filter(isOpen);
  return { sets, tokens, renamedSets, guessedSets: [...new Set(open)] };
}

type ToText = (token: LockEntity) => string;

/** Guesses from what is most telling to what is least, among the tokens whose content the other side has. */
function guessTokens(matching: Matching, setNow: ToText, isOpen: (set: string) => boolean): Matching {
  const { pairs, removed, added } = matching;
  if (removed.length === 0 || added.length === 0) return matching;
  const numbers = numberContents(removed, setNow, isOpen);
  const before = new Map(removed.flatMap((token) => toNumbered(token, isOpen(setNow(token)), numbers)));
  const after = new Map(added.flatMap((token) => toNumbered(token, isOpen(token.set ?? ""), numbers)));
  const keys = (toKey: (token: LockEntity, content: string, set: string) => string): Keys => ({
    before: (token) => toKey(token, before.get(token) ?? "", setNow(token)),
    after: (token) => toKey(token, after.get(token) ?? "", token.set ?? ""),
  });
  const steps = [
    keys(({ name }, content) => joinKey(name, content)),
    keys(({ description }, content, set) => joinKey(set, content, description)),
    keys(({ name }, content, set) => joinKey(set, content, lastPart(name))),
    keys(({ name }, content, set) => joinKey(set, content, name.slice(0, name.length - lastPart(name).length))),
  ];
  const guessed = steps.reduce(guess, { pairs: [], removed: [...before.keys()], added: [...after.keys()] });
  if (guessed.pairs.length === 0) return matching;
  const taken = new Set(guessed.pairs.flatMap((pair) => [pair.before, pair.after]));
  return {
    pairs: [...pairs, ...guessed.pairs],
    removed: removed.filter((token) => !taken.has(token)),
    added: added.filter((token) => !taken.has(token)),
  };
}

/** Short names for what tokens hold. */
function numberContents(tokens: readonly LockEntity[], setNow: ToText, isOpen: (set: string) => boolean): Map<string, string> {
  const numbers = new Map<string, string>();
  for (const token of tokens) {
    const content = isOpen(setNow(token)) ? toContent(token) : undefined;
    if (content !== undefined && !numbers.has(content)) numbers.set(content, String(numbers.size));
  }
  return numbers;
}

function toNumbered(token: LockEntity, isWanted: boolean, numbers: ReadonlyMap<string, string>): [LockEntity, string][] {
  const number = isWanted ? numbers.get(toContent(token)) : undefined;
  return number === undefined ? [] : [[token, number]];
}

function matchSets(before: Side, after: Side): Matching {
  const byId = matchAll(matchInStep(before.sets, after.sets), both(idOf));
  const byName = matchAll(byId, both(toNameKey));
  if (byId.pairs.some(isSameId) || byName.removed.length === 0 || byName.added.length === 0) return byName;
  const heirs = findHeirs(byName, before.tokens, after.tokens);
  return guess(byName, { before: ({ name }) => heirs.get(name), after: ({ name }) => name });
}

/** For each set that is gone the new one that holds more than half of both sets' tokens as they were. */
function findHeirs({ removed, added }: Matching, before: readonly LockEntity[], after: readonly LockEntity[]): Map<string, string> {
  const gone = groupBySet(before);
  const fresh = groupBySet(after);
  const holders = toHolders(added, fresh);
  const heirs = new Map<string, string>();
  for (const { name } of removed) {
    const tokens = gone.get(name) ?? [];
    const votes = new Map<string, number>();
    for (const token of tokens) for (const set of holders.get(toTokenKey(token)) ?? []) votes.set(set, (votes.get(set) ?? 0) + 1);
    for (const [set, count] of votes) if (count * 2 > Math.max(tokens.length, fresh.get(set)?.length ?? 0)) heirs.set(name, set);
  }
  return heirs;
}

// A token that many new sets hold says nothing, and would take its time.
const MOST_HOLDERS = 8;

/** Which of the sets hold a token of that name and content. */
function toHolders(sets: readonly LockEntity[], tokens: ReadonlyMap<string, readonly LockEntity[]>): Map<string, Set<string>> {
  const holders = new Map<string, Set<string>>();
  for (const { name } of sets) {
    for (const token of tokens.get(name) ?? []) {
      const key = toTokenKey(token);
      const known = holders.get(key) ?? new Set();
      if (known.size < MOST_HOLDERS) holders.set(key, known.add(name));
    }
  }
  return holders;
}

function groupBySet(tokens: readonly LockEntity[]): Map<string, LockEntity[]> {
  return Map.groupBy(tokens, ({ set = "" }) => set);
}

function toTokenKey(token: LockEntity): string {
  return joinKey(token.name, toContent(token));
}

function toContent({ type, value }: LockEntity): string {
  return joinKey(type, JSON.stringify(value));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
