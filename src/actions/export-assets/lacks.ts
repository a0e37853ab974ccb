import type { Design } from "../../design.ts";

const LOST_FONT = /^text in the font .*, which is not at hand$/s;
const LOST_IMAGE = "an image that Penpot does not have";

/** What a picture lacks, in words that say what it means; completes "the layer has …". */
export function explainWhat(what: string): string {
  return LOST_FONT.test(what) ? what.replace(/which is not at hand$/, "whose file could not be had") : what;
}

/** What a person can do about it, as a sentence; empty when nobody but Penops can. */
export function toRemedy(what: string, channel: Design["channel"]): string {
  if (LOST_FONT.test(what)) {
    return channel === "archive"
      ? "A .penpot archive carries no fonts: letters can be drawn when the file is read from Penpot itself."
      : "Upload the font to the Penpot team, or, if it is one of Google's, let the Penpot server reach it.";
  }
  if (what !== LOST_IMAGE) return "";
  return channel === "archive" ? "Export the archive from Penpot again." : "Put the image into the layer again.";
}
