import type { Command } from "commander";
import { executeRun } from "../engine/execute-run.ts";
import { toLine } from "../engine/pull-request/escape.ts";
import { formatError, toErrorRecord } from "../errors.ts";
import type { RunOutcome } from "../run.ts";
import { type ExitCode, type Io, print, progress } from "./io.ts";
import { openOneShot } from "./one-shot.ts";

/** `penops run RECIPE`: one recipe once, without a daemon. */
export function addRun(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("run")
    .description("run a recipe once, without a daemon: make branch and pull request say what the design says")
    .argument("<recipe>", "a recipe's name or file")
    .option("--design <file>", "read this .penpot archive instead of Penpot")
    .option("--json", "print JSON: one object per design file")
    .action(async (name: string, options: { design?: string; json?: boolean }) => {
      const shot = await openOneShot(io, name, { ...program.opts<{ config?: string }>(), ...options });
      try {
        let failed = false;
        for (const input of shot.inputs) {
          const { file } = input.run;
          progress(io, `Running ${input.recipe.name} for ${toLine(file.name)} …`);
          try {
            const { synced: _, ...outcome } = await executeRun(input, shot.deps);
            progress(io, "");
            print(io, options.json, { file, ...outcome }, () => `${toLine(file.name)}: ${describe(outcome)}`);
          } catch (error) {
            // The other files of the recipe do not suffer for this one; with one file the error is the command's own.
            if (shot.inputs.length === 1) throw error;
            failed = true;
            print(
              io,
              options.json,
              { file, state: "failed", error: toErrorRecord(error) },
              () => `${toLine(file.name)}: ${formatError(error)}`,
            );
          }
        }
        done(failed ? 1 : 0);
      } finally {
        shot.close();
      }
    });
}

function describe({ state, proposal, repository, notes }: RunOutcome): string {
  const { added = 0, modified = 0, deleted = 0 } = proposal?.changes ?? {};
  const counts = `${added} added, ${modified} modified, ${deleted} deleted`;
  const head = {
    proposed: `${proposal?.state}: ${counts} on ${repository} ${proposal?.branch}${proposal?.url ? `\n  ${proposal.url}` : ""}`,
    nothing:
      proposal?.state === "closed"
        ? `nothing left to propose; the proposal on ${proposal.branch} is closed`
        : "the repository already is what the design says",
    "hands-off": `not touched: ${proposal?.reason}`,
    skipped: "skipped",
  }[state];
  return [head, ...notes.map(({ level, message }) => `  ${level}: ${toLine(message, 500)}`)].join("\n");
}
