import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import { formatPlan } from "../engine/format-plan.ts";
import { type Plan, planRun, toPlanData } from "../engine/plan-run.ts";
import { toLine } from "../engine/pull-request/escape.ts";
import { UserError } from "../errors.ts";
import { createMemoryForge } from "../forges/index.ts";
import { type ExitCode, type Io, print, progress } from "./io.ts";
import { openOneShot } from "./one-shot.ts";

interface PlanOptions {
  design?: string;
  out?: string;
  json?: boolean;
}

/** `penops plan RECIPE`: what a run would change; nothing is written but the files of `--out`. */
export function addPlan(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("plan")
    .description("show what a recipe would change; without effects")
    .argument("<recipe>", "a recipe's name or file")
    .option("--design <file>", "read this .penpot archive instead of Penpot")
    .option("--out <folder>", "also write the files there")
    .option("--json", "print JSON: one object per design file")
    .action(async (name: string, options: PlanOptions) => {
      const emptied = new Set<string>();
      const fallbackForge = (forge: string, repository: string) => {
        emptied.add(`${forge}:${repository}`);
        return createMemoryForge(forge, { [repository]: { "README.md": "" } });
      };
      const shot = await openOneShot(io, name, { ...program.opts<{ config?: string }>(), ...options, fallbackForge });
      try {
        for (const input of shot.inputs) {
          progress(io, `Planning ${input.recipe.name} for ${toLine(input.run.file.name)} …`);
          const plan = await planRun(input, shot.deps);
          progress(io, "");
          print(io, options.json, { file: input.run.file, ...toPlanData(plan) }, () => formatPlan(plan));
          if (options.out !== undefined) await write(io, plan, options.out);
        }
        for (const repository of emptied) io.err(`No forge is configured for ${repository}: compared with an empty repository.\n`);
        done(0);
      } finally {
        shot.close();
      }
    });
}

async function write(io: Io, plan: Plan, folder: string): Promise<void> {
  if (plan.state !== "ready") return;
  const { files } = plan.changeSet;
  for (const { path, content } of files) {
    const target = join(resolve(io.cwd, folder), path);
    try {
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, content);
    } catch (cause) {
      throw new UserError("OUT_UNWRITABLE", `${join(folder, path)} cannot be written: ${(cause as Error).message}.`, {
        hint: "Name a folder with space that you may write to with --out.",
        cause,
      });
    }
  }
  io.err(`${files.length} ${files.length === 1 ? "file" : "files"} written to ${folder}\n`);
}
