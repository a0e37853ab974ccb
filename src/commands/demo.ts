import type { Command } from "commander";
import { createSecrets } from "../config/secrets.ts";
import { toLine } from "../engine/pull-request/escape.ts";
import { toErrorRecord } from "../errors.ts";
import { createLogger } from "../log.ts";
import type { RunRecord } from "../run.ts";
import { type Stage, setStage } from "./demo/stage.ts";
import { type ExitCode, type Io, progress } from "./io.ts";

interface DemoOptions {
  once?: boolean;
  json?: boolean;
}

/** `penops demo`: the whole way from an edit to a proposal, on this machine. */
export function addDemo(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("demo")
    .description("run the whole way on this machine: a Penpot emulator, an edit, its webhook, a recipe, a branch in a bare repository")
    .option("--once", "end after the first edit")
    .option("--json", "print one JSON object (branch, commit, files changed, milliseconds from webhook to commit) and end")
    .action(async (options: DemoOptions) => {
      const secrets = createSecrets();
      const log = createLogger({ level: "error", format: "text", secrets, write: io.err });
      const leave = new AbortController();
      const signal = AbortSignal.any([io.signal, leave.signal]);
      const stage = await setStage(log, secrets, signal);
      try {
        done(await play(stage, options, io));
      } finally {
        leave.abort();
        await stage.close();
      }
    });
}

async function play(stage: Stage, { once = false, json = false }: DemoOptions, io: Io): Promise<ExitCode> {
  const { app, emulator, repository, finished } = stage;
  const say = (line = "") => (json ? undefined : io.out(`${line}\n`));
  const isColored = !json && process.stdout.isTTY === true;
  say("Penops demo: a design changes, a proposal appears.\n");
  say(`  Penpot       ${emulator.url}  an emulator with "${emulator.files[0]?.name}", version 1`);
  say(`  repository   ${repository.path}  bare, one commit on main`);
  say(`  Penops       ${app.url}  Redis: ${app.redis.kind}${app.redis.keeps ? "" : ", keeps nothing"}`);
  const first = await next(finished);
  if (first?.state !== "done") return fail(first, io);
  say(`  webhook      registered with team "Acme"`);
  await repository.merge(first.outcome?.proposal?.branch ?? "");
  say(`  first sync   ${counts(first)}, proposed and merged into main\n`);
  await edit(emulator.url);
  say("A designer edits the file: an icon redrawn, one added, one deleted, a token renamed, a colour changed.\n");
  if (!json) progress(io, "  waiting for the webhook …");
  const changed = await next(finished);
  if (!json) progress(io, "");
  if (changed?.state !== "done" || !changed.outcome?.proposal) return fail(changed, io);
  if (json) {
    io.out(`${JSON.stringify(toData(changed, stage))}\n`);
    return 0;
  }
  await tell(changed, stage, say, isColored);
  if (once) return 0;
  say(`Edit again: press Enter, or  curl -X POST ${emulator.url}/emulator/edit`);
  say("Ctrl-C stops.");
  const onEnter = () => void edit(emulator.url).catch(() => undefined);
  process.stdin.on("data", onEnter);
  for (let run = await next(finished); run; run = await next(finished)) {
    say();
    await tell(run, stage, say, isColored);
  }
  process.stdin.off("data", onEnter).pause();
  say("\nStopped; what the demo made is gone.");
  return 0;
}

/** The next run that had something to do; the timer's looks at what is already synced are no part of the story. */
async function next(finished: AsyncGenerator<RunRecord>): Promise<RunRecord | undefined> {
  for (;;) {
    const { value, done } = await finished.next();
    if (done || value.outcome?.state !== "skipped") return done ? undefined : value;
  }
}

async function edit(url: string): Promise<void> {
  await fetch(`${url}/emulator/edit`, { method: "POST" });
}

async function tell(run: RunRecord, stage: Stage, say: (line?: string) => void, isColored: boolean): Promise<void> {
  const proposal = run.outcome?.proposal;
  if (run.state !== "done" || !proposal) {
    say(`  run          ${run.recipe} failed: ${run.error?.message ?? "without a reason"}`);
    return;
  }
  const isWritten = proposal.state === "created" || proposal.state === "updated";
  say(`  webhook      ${run.events.map(({ name }) => name).join(", ")}`);
  say(`  run          ${run.recipe}${isWritten ? `, ${milliseconds(run, stage)} ms from webhook to commit` : ""}`);
  for (const { level, message } of run.outcome?.notes ?? [])
    if (level === "warning") say(`  note         ${toLine(message.split(". ")[0] ?? "", 200)}`);
  if (proposal.state === "unchanged") {
    say(`  proposal     unchanged: ${proposal.branch} already says this`);
    return;
  }
  if (!proposal.commit || proposal.state === "closed" || proposal.state === "none") {
    say(
      `  proposal     ${proposal.state === "closed" ? `closed: ${proposal.reason ?? "nothing is left to propose"}` : "none: main already is what the design says"}`,
    );
    return;
  }
  say(`  proposal     ${counts(run)} on ${proposal.branch}, commit ${proposal.commit.slice(0, 8)} (${proposal.state})\n`);
  say(await stage.repository.diff(proposal.branch, isColored));
  say();
}

function toData(run: RunRecord, stage: Stage): Record<string, unknown> {
  const proposal = run.outcome?.proposal;
  return {
    branch: proposal?.branch,
    commit: proposal?.commit,
    filesChanged: proposal?.paths.length,
    milliseconds: milliseconds(run, stage),
    paths: proposal?.paths,
    changes: proposal?.changes,
    notes: run.outcome?.notes.map(({ message }) => message),
  };
}

/** From the latest webhook request to the end of the run. */
function milliseconds(run: RunRecord, { emulator }: Stage): number {
  const sent = emulator.deliveries.findLast(({ sentAt }) => Date.parse(sentAt) <= (run.finishedAt ?? 0));
  return (run.finishedAt ?? 0) - Date.parse(sent?.sentAt ?? "");
}

function counts({ outcome }: RunRecord): string {
  const { added = 0, modified = 0, deleted = 0 } = outcome?.proposal?.changes ?? {};
  return [added > 0 && `${added} added`, modified > 0 && `${modified} modified`, deleted > 0 && `${deleted} deleted`]
    .filter((part) => part !== false)
    .join(", ");
}

function fail(run: RunRecord | undefined, io: Io): ExitCode {
  if (!run) return io.signal.aborted ? 0 : 1;
  const error = run.error ?? toErrorRecord(new Error("the run proposed nothing"));
  io.err(`The run of ${run.recipe} failed: ${error.message}${error.hint ? `\n    ${error.hint}` : ""}\n`);
  return 1;
}
