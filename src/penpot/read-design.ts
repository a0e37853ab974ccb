import { toDesign } from "../design/index.ts";
import type { Channel, Design } from "../design.ts";
import { classifyError, PermanentError } from "../errors.ts";
import type { Logger } from "../log.ts";
import { createDesignCache } from "./design-cache.ts";
import { brokenAnswer } from "./errors.ts";
import { decode, type Rpc } from "./rpc.ts";
import { Answers, parseAnswer } from "./schemas.ts";

/** Reads files whole. A design that did not change since it was read last is the same object again. */
export type DesignReader = (fileId: string, signal: AbortSignal) => Promise<Design>;

/**
 * Creates a reader over `get-file`: Transit first, JSON when Transit cannot be read (then the design says so in `problems`).
 * `features` is left out, so that Penpot resolves pointers itself (integration.md §7.7). The ETag does not cover a move to another
 * project: ids of team and project are best taken from the listing.
 */
export function createDesignReader(rpc: Rpc, log: Logger): DesignReader {
  const cache = createDesignCache();

  async function read(fileId: string, channel: "transit" | "json", signal: AbortSignal): Promise<Design> {
    const what = `get-file at ${rpc.base}`;
    const known = cache.get(fileId);
    const etag = known && { etag: known.etag };
    const answer = await rpc.ask({ method: "get-file", params: { id: fileId }, format: channel, patience: 2, signal, ...etag });
    if (answer.kind === "unchanged" && known) return known.design;
    const file = await decode(answer, what, signal);
    const design = normalise(file, what, channel);
    if (answer.kind === "value" && answer.etag !== undefined) cache.set(fileId, { etag: answer.etag, design }, answer.text.length);
    return design;
  }

  return async (fileId, signal) => {
    try {
      return await read(fileId, "transit", signal);
    } catch (error) {
      if (!isUnreadable(error)) throw error;
      log.warn({ file: fileId, reason: (error as Error).message }, "transit could not be read, reading json");
      return withNote(await read(fileId, "json", signal), error as Error);
    }
  };
}

function normalise(value: unknown, what: string, channel: Channel): Design {
  const file = parseAnswer(Answers.file, value, what);
  if (file.deletedAt) {
    throw new PermanentError("PENPOT_NOT_FOUND", `The file ${file.id} was deleted in Penpot; it is in the bin.`, {
      hint: "Restore it in Penpot, or take it out of the recipe's source.",
    });
  }
  try {
    return toDesign(value, channel);
  } catch (error) {
    if (classifyError(error) !== "bug") throw error;
    throw brokenAnswer(what, "the file has a form that Penops does not know", error);
  }
}

/** What another encoding of the same file may not suffer from. */
function isUnreadable(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return code === "PENPOT_ANSWER_BROKEN" || code === "PENPOT_ANSWER_UNEXPECTED";
}

function withNote(design: Design, error: Error): Design {
  return { ...design, problems: [...design.problems, `Read as JSON because Transit could not be read: ${error.message}`] };
}
