import type { Channel, Design } from "../design.ts";
import { PermanentError } from "../errors.ts";
import { toColors, toComponents, toTypographies } from "./library.ts";
import { toPages } from "./pages.ts";
import { toTokenLibrary } from "./tokens.ts";
import { isRecord, toInstant, toText, withoutUndefined } from "./values.ts";

/**
 * A `get-file` answer in the API's JSON form (file-model.md §1.3, §1.4) as a Design. What cannot be read goes to `problems`. Channels differ
 * only by what §1.9 says is lost. Throws PENPOT_FILE_UNREADABLE when the value is no file at all.
 */
export function toDesign(file: unknown, channel: Channel): Design {
  if (!isRecord(file) || typeof file.id !== "string") throw notAFile();
  const { data } = file;
  if (!isRecord(data) || !("pages" in data || "pagesIndex" in data)) throw notAFile();
  const problems: string[] = [];
  const report = (problem: string): void => void problems.push(problem);
  const content = {
    pages: toPages(data, report),
    components: toComponents(data.components, report),
    colors: toColors(data.colors, report),
    typographies: toTypographies(data.typographies, report),
    tokens: toTokenLibrary(data.tokensLib, report),
  };
  return withoutUndefined({
    channel,
    id: file.id,
    name: toText(file.name) ?? "",
    teamId: toText(file.teamId),
    projectId: toText(file.projectId),
    revn: toCount(file.revn),
    vern: toCount(file.vern),
    modifiedAt: toInstant(file.modifiedAt),
    isShared: file.isShared === true,
    ...content,
    complete: problems.length === 0,
    problems,
  });
}

function toCount(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function notAFile(): PermanentError {
  return new PermanentError("PENPOT_FILE_UNREADABLE", "The answer could not be read as a Penpot file: it has no id or no pages.", {
    hint: "Check that the address is that of a Penpot instance of release 2.12 or later and that the method was get-file.",
  });
}
