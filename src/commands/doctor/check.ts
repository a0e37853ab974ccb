import { formatProblem, type Problem, toErrorRecord } from "../../errors.ts";

/** One thing that was looked at. `hint` says what to do when it is not `ok`. */
export interface Check {
  what: string;
  state: "ok" | "warning" | "failed";
  message: string;
  hint?: string;
}

/** A check that went well. */
export function ok(what: string, message: string): Check {
  return { what, state: "ok", message };
}

/** A check that found something a person should know. */
export function bad(what: string, state: "warning" | "failed", { message, hint }: Pick<Problem, "message" | "hint">): Check {
  return { what, state, message, ...(hint && { hint }) };
}

/** Does a check; what it throws is its verdict. */
export async function attempt(what: string, look: () => Promise<Check | Check[]>): Promise<Check[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    const { message, hint, problems } = toErrorRecord(error);
    return [bad(what, "failed", { message: problems ? problems.map(formatProblem).join("\n") : message, ...(hint && { hint }) })];
  }
}

const SIGNS = { ok: "✓", warning: "!", failed: "✗" };

/** The checks as lines, the remedy under what needs one. */
export function formatChecks(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ what }) => what.length));
  return checks
    .map(({ what, state, message, hint }) => {
      const indent = `\n${" ".repeat(width + 4)}`;
      return `${SIGNS[state]} ${what.padEnd(width)}  ${message.replaceAll("\n", indent)}${hint ? `${indent}→ ${hint.replaceAll("\n", indent)}` : ""}`;
    })
    .join("\n");
}
