import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createArchiveMedia, readArchive } from "../design/index.ts";
import type { Design } from "../design.ts";
import { UserError } from "../errors.ts";
import type { Media } from "../media.ts";
import type { Io } from "./io.ts";

/** Reads a `.penpot` archive that the user named; mistakes, later ones in its images too, name it. Throws DESIGN_UNREADABLE and ARCHIVE_*. */
export async function openArchive(io: Io, path: string): Promise<{ design: Design; media: Media }> {
  const bytes = await readFile(resolve(io.cwd, path)).catch((cause: Error) => {
    throw new UserError("DESIGN_UNREADABLE", `The archive ${path} cannot be read: ${cause.message}.`, {
      hint: "Name a .penpot file exported from Penpot.",
      cause,
    });
  });
  try {
    const design = readArchive(bytes).design();
    const media = createArchiveMedia(bytes);
    return {
      design,
      media: {
        ...media,
        image: (id) =>
          media.image(id).catch((error) => {
            throw named(error, path);
          }),
      },
    };
  } catch (error) {
    throw named(error, path);
  }
}

/** The messages name an entry where one is at fault; its place is the archive. */
function named(error: unknown, path: string): unknown {
  if (!(error instanceof UserError)) return error;
  const problems = error.problems.map((problem) => ({ ...problem, place: { file: path } }));
  return new UserError(error.code, error.message, { problems, cause: error });
}
