import type { Note } from "../../run.ts";
import type { TokenProblem } from "../../tokens/index.ts";

const MOST_NOTES = 20;
const MOST_LABELS = 8;

/** Problems of tokens as notes, errors first, each once, at most 20. Tokens are left out for an error; the rest is written. */
export function toProblemNotes(problems: readonly TokenProblem[]): Note[] {
  const sorted = [...problems.filter(({ level }) => level === "error"), ...problems.filter(({ level }) => level !== "error")];
  const messages = [...new Set(sorted.map(({ message, hint }) => (hint === undefined ? message : `${message} ${hint}`)))];
  const more = messages.length - MOST_NOTES;
  return [
    ...messages.slice(0, MOST_NOTES).map((message): Note => ({ level: "warning", message })),
    ...(more > 0 ? [{ level: "warning", message: `… and ${more} more problems of tokens.` } as const] : []),
  ];
}

/** One note for all tokens of an output that share a reason. */
export function toLeftNotes(output: string, left: readonly { token: string; what: string }[]): Note[] {
  return [...Map.groupBy(left, ({ what }) => what)].map(([what, entries]): Note => {
    const names = [...new Set(entries.map(({ token }) => token))];
    return { level: "warning", message: `Left out of ${output}: ${listNames(names)}; each ${what}.` };
  });
}

/** A few names as a message has them. */
export function listNames(names: readonly string[]): string {
  const some = names.slice(0, MOST_LABELS).map((name) => JSON.stringify(name.length > 80 ? `${name.slice(0, 79)}…` : name));
  return some.join(", ") + (names.length > MOST_LABELS ? ` and ${names.length - MOST_LABELS} more` : "");
}
