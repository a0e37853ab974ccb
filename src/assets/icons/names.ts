import { caseNames } from "../../case-names.ts";

/** An icon's identifiers. All are ASCII and start with a letter. */
export interface IconNames {
  /** Ids, tags and keys: `arrow-up`. */
  kebab: string;
  /** Files of Android: `arrow_up`. */
  snake: string;
  /** Constants of Dart: `arrowUp`. */
  camel: string;
  /** Components and classes: `ArrowUp`. */
  pascal: string;
}

export type NameForm = keyof IconNames;

// Windows has no files of these names, whatever their ending.
const DEVICES = ["con", "prn", "aux", "nul", ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((digit) => [`com${digit}`, `lpt${digit}`])];

const JAVA_WORDS = [
  ...["abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double"],
  ...["else", "enum", "extends", "false", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int"],
  ...["interface", "long", "native", "new", "null", "package", "private", "protected", "public", "return", "short", "static", "strictfp"],
  ...["super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "void", "volatile", "while"],
];

const DART_WORDS = [
  ...["as", "async", "await", "covariant", "deferred", "dynamic", "export", "extension", "external", "factory", "get", "in", "is", "late"],
  ...["library", "mixin", "of", "on", "operator", "part", "required", "rethrow", "set", "show", "hide", "sync", "typedef", "var", "when"],
  ...["with", "yield", "base", "sealed", "type", "hashCode", "runtimeType", "noSuchMethod", "toString"],
];

/** Words that mean something else where a form is used; the word `icon` behind them makes a name of them. */
const RESERVED: Record<NameForm, ReadonlySet<string>> = {
  kebab: new Set(DEVICES),
  snake: new Set([...DEVICES, ...JAVA_WORDS]),
  camel: new Set([...JAVA_WORDS, ...DART_WORDS]),
  // Index would be the index file where case does not count; the rest are names that generated files use.
  pascal: new Set(["Index", "IconProps", "IconElement", "Number", "String", ...DEVICES.map(capitalize)]),
};

/**
 * An icon's name as identifiers: words as `kebab()` cuts them, so accents go, and a letter or emoji that is not ASCII becomes its code point
 * (`😀` → `u1f600`). A name that starts with a digit gets the word `icon` before it, a reserved one behind it. Throws Error when no letter or digit is left.
 */
export function toNames(name: string): IconNames {
  const split = caseNames.kebab(name).split("-");
  const words = /^\d/.test(split[0] ?? "") ? ["icon", ...split] : split;
  return {
    kebab: toForm("kebab", words),
    snake: toForm("snake", words),
    camel: toForm("camel", words),
    pascal: toForm("pascal", words),
  };
}

/** The component's name with a word behind it, unless it ends with that word anyway. */
export function withSuffix(pascal: string, suffix: string): string {
  return pascal.endsWith(suffix) ? pascal : pascal + suffix;
}

const JOINERS: Record<NameForm, (words: readonly string[]) => string> = {
  kebab: (words) => words.join("-"),
  snake: (words) => words.join("_"),
  camel: ([first = "", ...rest]) => first + rest.map(capitalize).join(""),
  pascal: (words) => words.map(capitalize).join(""),
};

function toForm(form: NameForm, words: readonly string[]): string {
  const name = JOINERS[form](words);
  return RESERVED[form].has(name) ? JOINERS[form]([...words, "icon"]) : name;
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
