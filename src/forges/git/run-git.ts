import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** One call of the `git` binary. `input` is written to its standard input. */
export interface GitCall {
  args: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string;
  signal: AbortSignal;
  timeoutMs: number;
  input?: Iterable<string | Uint8Array>;
}

/** How a call ended that did not succeed; `why` tells an exit from what we did to it. Never leaves this folder. */
export class GitFailure extends Error {
  override readonly name = "GitFailure";
  readonly why: "exit" | "timeout" | "aborted" | "missing";
  readonly stdout: string;
  readonly stderr: string;

  constructor(why: GitFailure["why"], stdout: string, stderr: string, cause?: unknown) {
    super(stderr.trim() || `git: ${why}`, { cause });
    this.why = why;
    this.stdout = stdout;
    this.stderr = stderr;
  }
}

/** Runs git without a shell and returns what it printed; throws GitFailure otherwise. Ended early, it takes its helpers with it. */
export async function runGit({ args, env, cwd, signal, timeoutMs, input }: GitCall): Promise<Buffer> {
  if (signal.aborted) throw new GitFailure("aborted", "", "", signal.reason);
  // A process group of its own, so that git-remote-http and index-pack end with it.
  const child = spawn("git", args, { cwd, env, stdio: ["pipe", "pipe", "pipe"], detached: true });
  const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
  const stdout = collect(child.stdout);
  const stderr = collect(child.stderr);
  const feed = pipeline(Readable.from(input ?? [], { objectMode: true }), child.stdin).catch(() => undefined);
  const limit = AbortSignal.timeout(timeoutMs);
  const stop = () => killGroup(child.pid);
  const either = AbortSignal.any([signal, limit]);
  either.addEventListener("abort", stop, { once: true });
  try {
    const code = await ended;
    await feed;
    if (code === 0 && !either.aborted) return Buffer.concat(stdout);
    const why = signal.aborted ? "aborted" : limit.aborted ? "timeout" : "exit";
    throw new GitFailure(why, Buffer.concat(stdout).toString(), Buffer.concat(stderr).toString());
  } catch (error) {
    if (error instanceof GitFailure) throw error;
    throw new GitFailure("missing", "", String(error), error);
  } finally {
    either.removeEventListener("abort", stop);
  }
}

function collect(stream: Readable): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return chunks;
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It ended by itself in the meantime.
  }
}
