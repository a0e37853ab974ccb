/** How text of a design may stand in a line or in Markdown. A design is written by people we do not know. */

/** One line without control, format and direction characters, cut to `limit` characters. */
export function toLine(text: string, limit: number): string {
  // Longer texts are not looked at whole; nothing below makes a text longer.
  const line = text
    .slice(0, limit * 8)
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    // Cf are the invisible ones that turn or hide text; U+200D stays, for it only joins emoji.
    .replace(/(?!\u200d)[\p{Cf}\p{Cs}\p{Co}]/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
  const characters = [...line];
  return characters.length > limit ? `${characters.slice(0, limit - 1).join("")}…` : line;
}

/** As code in a table cell: it is shown as it is and mentions, closes, links and ends nothing, even in a place where Markdown is not read. */
export function toCellCode(text: string, limit: number): string {
  const line = toLine(text, limit);
  if (line === "") return "–";
  // Code in backticks where possible: forges show a swatch beside a colour in it.
  return /[|\\`<>&]/.test(line) ? `<code>${line.replace(/[!-/:-@[-`{-~]/g, toEntity)}</code>` : `\`${line}\``;
}

/** As text in Markdown that formats nothing. */
export function escapeText(text: string, limit: number): string {
  return toLine(text, limit)
    .replace(/[!#$%&*+/<=>?@[\\\]^_`{|}~]|-(?=\d)/g, (sign) => (/[!#-]/.test(sign) ? toEntity(sign) + BREAK : toEntity(sign)))
    .replace(/\bwww\b/gi, `$&${BREAK}`);
}

// Shows nothing. Mentions and references are found after entities are read.
const BREAK = "&#8203;";

function toEntity(sign: string): string {
  return `&#${sign.charCodeAt(0)};${sign === "@" ? BREAK : ""}`;
}
