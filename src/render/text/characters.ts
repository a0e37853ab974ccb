/** What CSS calls text-transform. */
export type Casing = "none" | "uppercase" | "lowercase" | "capitalize";

const BREAKS = "\r\n\u2028\u2029";

/** Text as one line that XML can hold: line breaks at the end, control characters and halves of characters are left out. */
export function toLine(text: string): string {
  let end = text.length;
  while (end > 0 && BREAKS.includes(text.charAt(end - 1))) end -= 1;
  return text
    .slice(0, end)
    .replace(/\r\n|[\t\r\n\u2028\u2029]/g, " ")
    .replace(/[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");
}

/** Changes the letters as CSS does; `capitalize` takes the first letter of a word. */
export function toCase(text: string, casing: Casing): string {
  switch (casing) {
    case "uppercase":
      return text.toUpperCase();
    case "lowercase":
      return text.toLowerCase();
    case "capitalize":
      return text.replace(/(?<![\p{L}\p{N}\p{M}_'’])\p{L}/gu, (letter) => letter.toUpperCase());
    case "none":
      return text;
  }
}

/** Whether nothing of the text is to be seen. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(text);
}

const JOINERS = new Set(["\u200c", "\u200d"]);

/** Whether the character only steers others and is never seen itself. Joiners decide the form of letters. */
export function isSilent(character: string): boolean {
  return !JOINERS.has(character) && /\p{Default_Ignorable_Code_Point}/u.test(character);
}

/** Whether the character only decides how its neighbours join; a font need not have it. */
export function isJoiner(character: string): boolean {
  return JOINERS.has(character);
}
