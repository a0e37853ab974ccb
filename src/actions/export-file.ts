import * as z from "zod";
import { type Context, defineAction, type StepResult } from "../action.ts";
import { parseArtifactPath } from "../artifact.ts";
import { toCanonicalArchive } from "../design/index.ts";
import type { Note } from "../run.ts";
import { ArtifactPath } from "./inputs.ts";

const Input = z.strictObject({
  path: ArtifactPath.describe("Where the archive goes, from the repository's root: backup/icons.penpot."),
  libraries: z
    .boolean()
    .default(true)
    .describe(
      "Also the libraries that the file uses. Without them Penpot can import the archive in place of the file; references to libraries stay.",
    ),
  thumbnails: z
    .boolean()
    .default(false)
    .describe(
      "Also the previews of boards and components. Penpot makes them again by itself, and then the archive changes though the design did not.",
    ),
});

/** Hosts refuse files from 100 MB on, and warn from 50 MB on. */
const LARGE = 50 * 1_000_000;

/** Writes the design file as a `.penpot` archive that changes only when the file does. */
export const exportFile = defineAction({
  name: "export-file",
  description:
    "Writes the design file itself as a .penpot archive, a backup that Penpot can import. An unchanged file gives an unchanged archive.",
  input: Input,
  run,
});

async function run({ path, libraries, thumbnails }: z.output<typeof Input>, { design, media, signal }: Context): Promise<StepResult> {
  const archive = await media.archive();
  const content = await toCanonicalArchive(archive, { fileId: design.id, libraries, thumbnails, signal });
  const artifact = { path: parseArtifactPath(path), content, from: { kind: "file", id: design.id, name: design.name } as const };
  return {
    artifacts: [artifact],
    notes: content.byteLength > LARGE ? [tooLarge(artifact.path, content.byteLength)] : [],
    outputs: { count: 1, paths: [artifact.path], size: content.byteLength },
  };
}

function tooLarge(path: string, size: number): Note {
  const megabytes = Math.round(size / 1_000_000);
  return {
    level: "warning",
    message: `${path} is ${megabytes} MB large; many hosts refuse files of more than 100 MB. Leave out libraries, or keep such files with Git LFS.`,
  };
}
