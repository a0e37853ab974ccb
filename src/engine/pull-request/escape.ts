/** How text of a design may stand in a place that somebody else interprets. A design is written by people we do not know. */

const MAX_INLINE = 200;

/** One line without control, format and direction characters, cut to `limit` characters; for logs, terminals and as a base of the others. */
export function toLine(text: string, limit = MAX_INLINE): string {
  const line = text
    // Cf are the invisible ones that turn or hide text; U+200D stays, for it only joins emoji.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/(?!\u200d)[\p{Cf}\p{Cs}\p{Co}]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}

/** For titles and commit messages, which end up as commits on the base: no reference, mention, closing keyword's target or `[skip ci]`. */
export function escapePlain(text: string): string {
  return toLine(text)
    .replace(/@(?=\w)/g, "@ ")
    .replace(/([#!$&])(?=\d)|([~%])(?=[\w"])/g, "$1$2 ")
    .replace(KEY, "$1 ")
    .replace(/:\/\//g, ": //")
    .replace(/\[/g, "(")
    .replace(/\]/g, ")")
    .replace(/\*{3}/g, "*");
}

// GH-12 and the keys of trackers.
const KEY = /\b([A-Z][A-Z0-9_]+|[Gg][HhLl])-(?=\d)/g;

// A character that toLine takes out of every text marks where words must come apart.
const MARK = "\ue000";

/** For Markdown outside code: shows the text as it is, and mentions, closes, links and formats nothing. */
export function escapeMarkdown(text: string, limit = MAX_INLINE): string {
  return (
    toLine(text, limit)
      .replace(/[@#]/g, `$&${MARK}`)
      .replace(/[!$%&~^](?=[\w"])/g, `$&${MARK}`)
      .replace(KEY, `$1-${MARK}`)
      .replace(/:\/\//g, `:${MARK}//`)
      .replace(/\bwww\./gi, (www) => `${www.slice(0, 3)}${MARK}.`)
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_[\]|~$]/g, "\\$&")
      .replace(/^(\d+)([.)])/, "$1\\$2")
      .replace(/^[-+=]/, "\\$&")
      .replace(/^\//, "&#47;")
      // Shows nothing. Mentions and references are found after Markdown is read, so a backslash would not stop them.
      .replaceAll(MARK, "&#8203;")
  );
}

/** As inline code, where nothing is interpreted, whatever backticks the text has. */
export function toCode(text: string): string {
  const line = toLine(text, 300);
  const fence = "`".repeat(Math.max(0, ...(line.match(/`+/g) ?? []).map((ticks) => ticks.length)) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${fence}${pad}${line}${pad}${fence}`;
}
