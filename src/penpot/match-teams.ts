import type { Problem } from "../errors.ts";
import { matchesNamed } from "../glob.ts";
import type { Team } from "../penpot.ts";

/** The teams that the patterns name, each once, and the patterns that name none. */
export interface MatchedTeams {
  teams: Team[];
  unmatched: { pattern: string; problem: Problem }[];
}

/** Matches names, ids and globs (`Design*`; `*` also crosses `/`) against the teams the token sees. */
export function matchTeams(patterns: readonly string[], teams: readonly Team[]): MatchedTeams {
  const matched = new Set<Team>();
  const unmatched: MatchedTeams["unmatched"] = [];
  for (const pattern of patterns) {
    const found = teams.filter((team) => matchesNamed(pattern, team));
    if (found.length === 0) unmatched.push({ pattern, problem: toProblem(pattern, teams) });
    for (const team of found) matched.add(team);
  }
  return { teams: [...matched], unmatched };
}

function toProblem(pattern: string, teams: readonly Team[]): Problem {
  const names = teams.map(({ name }) => JSON.stringify(name)).join(", ");
  return {
    code: "PENPOT_TEAM_UNKNOWN",
    message: `No team matches ${JSON.stringify(pattern)}; the token sees ${names || "none"}.`,
    hint: "Correct the name, or invite the token's profile to the team.",
  };
}
