/**
 * Names for files and code, made of names people typed. All give ASCII letters, digits and one separator:
 * - accents go (`Área` → `area`), ligatures and Nordic letters are written out (`ß` → `ss`, `ø` → `o`, `æ` → `ae`);
 * - every other letter, symbol or emoji becomes a word of its code point (`😀` → `u1f600`), so that two of them stay two names;
 * - `&`, `+` and `%` become `and`, `plus`, `percent`; other ASCII punctuation and white space separates words;
 * - digits stay with the word they stand in (`24px`, `icon2`); a result may start with a digit;
 * - what leaves nothing (`···`) is an error, never an empty name.
 */
export const caseNames = { kebab, snake, camel, pascal, slug } satisfies Record<string, (text: string) => string>;

/** `Icon Home`, `iconHome` → `icon-home`. */
function kebab(text: string): string {
  return toWords(text, "kebab").join("-");
}

/** `Icon Home`, `iconHome` → `icon_home`. */
function snake(text: string): string {
  return toWords(text, "snake").join("_");
}

/** `Icon Home`, `icon-home` → `iconHome`. */
function camel(text: string): string {
  const [first = "", ...rest] = toWords(text, "camel");
  return first + rest.map(capitalize).join("");
}

/** `Icon Home`, `icon-home` → `IconHome`. */
function pascal(text: string): string {
  return toWords(text, "pascal").map(capitalize).join("");
}

/** Like `kebab`, but a capital inside a word starts no new one: `iPhone` → `iphone`. */
function slug(text: string): string {
  return check(split(toAscii(text)), text, "slug").join("-");
}

const LETTERS: Record<string, string> = {
  ß: "ss",
  ẞ: "SS",
  æ: "ae",
  Æ: "AE",
  œ: "oe",
  Œ: "OE",
  ø: "o",
  Ø: "O",
  đ: "d",
  Đ: "D",
  ð: "d",
  Ð: "D",
  þ: "th",
  Þ: "TH",
  ł: "l",
  Ł: "L",
  ħ: "h",
  Ħ: "H",
  ı: "i",
  "⁄": " ",
  "&": " and ",
  "+": " plus ",
  "%": " percent ",
};

function toWords(text: string, name: string): string[] {
  const spaced = toAscii(text)
    .replace(/([a-z])([A-Z])|([0-9])([A-Z][a-z])/g, "$1$3 $2$4")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2");
  return check(split(spaced), text, name);
}

function split(ascii: string): string[] {
  return ascii
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
}

function check(words: string[], text: string, name: string): string[] {
  if (words.length > 0) return words;
  throw new Error(`${name}(${JSON.stringify(text)}) leaves no letter or digit for a name`);
}

function toAscii(text: string): string {
  let ascii = "";
  for (const character of text.normalize("NFKD")) ascii += LETTERS[character] ?? toAsciiCharacter(character);
  return ascii;
}

function toAsciiCharacter(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < 128) return character;
  if (/[\p{M}\p{Cf}]/u.test(character)) return "";
  if (/[\p{P}\p{Z}]/u.test(character)) return " ";
  return ` u${codePoint.toString(16)} `;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
