import { caseNames } from "../../case-names.ts";
import { type Problem, UserError } from "../../errors.ts";
import { quote } from "../problems.ts";
import type { Leaf } from "./leaves.ts";

export type Naming = "kebab" | "camel" | "snake" | "pascal";

/** How names of tokens become identifiers. */
export interface NameRules {
  /** The output, in messages. */
  output: string;
  naming: Naming;
  prefix?: string | undefined;
  /** Words of the language; `token` is put behind them. */
  reserved?: ReadonlySet<string>;
  /** Whether a name may start with a digit; else `token` is put before it. */
  digits?: boolean;
}

/** The identifier of a leaf: ASCII letters, digits and one separator. Throws TOKEN_NAMES when its name has no letter or digit. */
export function toName(leaf: Leaf, rules: NameRules): string {
  const words = [rules.prefix ?? "", ...wordsOf(leaf, rules.output)].join(" ").trim();
  const started = !rules.digits && /^\d/.test(words) ? `token ${words}` : words;
  const name = caseNames[rules.naming](started);
  return rules.reserved?.has(name) ? caseNames[rules.naming](`${started} token`) : name;
}

/** A token's name and part in kebab-case; throws TOKEN_NAMES. */
export function wordsOf({ token, part }: Leaf, output: string): string[] {
  try {
    const own = caseNames.kebab(token.name);
    return part === "" ? [own] : [own, part];
  } catch (cause) {
    throw new UserError(
      "TOKEN_NAMES",
      `The token ${quote(token.name)} of the set ${quote(token.set)} has no letter or digit to name it by in ${output}.`,
      {
        hint: "Rename it in the design.",
        cause,
      },
    );
  }
}

const MOST_PROBLEMS = 20;
const HINT = "Rename one of them in the design, choose another naming (in Tailwind: short-names: false), or name the sets to write.";

/** Remembers who has which name, for all themes of an output. */
export function createNameRegister(output: string): { claim(name: string, leaf: Leaf): void; check(): void } {
  const owners = new Map<string, Leaf>();
  const problems = new Map<string, Problem>();
  return {
    claim(name, leaf) {
      const first = owners.get(name);
      if (!first) owners.set(name, leaf);
      else if (first.token.name !== leaf.token.name || first.part !== leaf.part) {
        const message = `${describe(first)} and ${describe(leaf, true)} would both be ${quote(name)} in ${output}.`;
        problems.set(message, { code: "TOKEN_NAMES", message, hint: HINT });
      }
    },
    /** Throws TOKEN_NAMES naming each two tokens that would have one name. */
    check() {
      const [first, ...rest] = problems.values();
      if (!first) return;
      const more = rest.length + 1 - MOST_PROBLEMS;
      const last: Problem[] = more > 0 ? [{ code: first.code, message: `… and ${more} more names that are taken.` }] : [];
      throw new UserError(first.code, first.message, {
        ...(first.hint && { hint: first.hint }),
        problems: [...[first, ...rest].slice(0, MOST_PROBLEMS), ...last],
      });
    },
  };
}

function describe({ token, part }: Leaf, isSecond = false): string {
  const its = part === "" ? "" : ` with its ${part}`;
  return `${isSecond ? "the" : "The"} token ${quote(token.name)} of the set ${quote(token.set)}${its}`;
}
