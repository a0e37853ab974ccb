import type { Identity } from "../own-commit.ts";
import type { PlannedChange } from "../plan-change.ts";
import type { Git } from "./cache.ts";

export interface NewCommit {
  /** The local ref that then names it. */
  ref: string;
  parent: string;
  message: string;
  identity: Identity;
  /** Seconds since the epoch. */
  time: number;
  changes: readonly PlannedChange[];
}

const PIECE = 256 * 1024;

/** Writes one commit that differs from its parent in just these paths, and returns its id. */
export async function writeCommit(git: Git, commit: NewCommit): Promise<string> {
  const output = await git(["fast-import", "--quiet", "--force", "--done", "--date-format=raw"], inLargePieces(toFastImport(commit)));
  return output.toString().trim();
}

function* toFastImport({ ref, parent, message, identity, time, changes }: NewCommit): Generator<string | Uint8Array> {
  const signature = `${identity.name} <${identity.email}> ${time} +0000`;
  const text = Buffer.from(message.endsWith("\n") ? message : `${message}\n`);
  yield `commit ${ref}\nmark :1\nauthor ${signature}\ncommitter ${signature}\ndata ${text.length}\n`;
  yield text;
  yield `\nfrom ${parent}\n`;
  // Deletions first: a file may take the place of a folder and the other way round.
  for (const { path, kind } of changes) if (kind === "deleted") yield `D ${quotePath(path)}\n`;
  for (const { path, mode, content } of changes) {
    if (content === undefined || mode === undefined) continue;
    yield `M ${mode} inline ${quotePath(path)}\ndata ${content.length}\n`;
    if (content.length > 0) yield content;
    yield "\n";
  }
  yield "\nget-mark :1\ndone\n";
}

/** A write to the pipe for every line would cost more than the lines. */
function* inLargePieces(parts: Iterable<string | Uint8Array>): Generator<Buffer> {
  let pending: Buffer[] = [];
  let size = 0;
  for (const part of parts) {
    const bytes = Buffer.from(part);
    pending.push(bytes);
    size += bytes.length;
    if (size < PIECE) continue;
    yield Buffer.concat(pending);
    pending = [];
    size = 0;
  }
  yield Buffer.concat(pending);
}

/** Git's C-style quoting; whatever is not quoted could end the line or begin a quote. */
function quotePath(path: string): string {
  return `"${path.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n")}"`;
}
