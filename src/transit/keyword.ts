const KEYWORD = Symbol("keyword");

/** A Transit keyword while it is being read: as a value it becomes `name`, as a map key `key`. */
export interface Keyword {
  readonly [KEYWORD]: true;
  readonly name: string;
  readonly key: string;
}

/** Tells a keyword from every other decoded value. */
export function isKeyword(value: unknown): value is Keyword {
  return typeof value === "object" && value !== null && KEYWORD in value;
}

function toKeyword(text: string): Keyword {
  const slash = text.indexOf("/");
  const isNamespaced = slash > 0 && slash < text.length - 1;
  return isNamespaced
    ? { [KEYWORD]: true, name: text.slice(slash + 1), key: text }
    : { [KEYWORD]: true, name: text, key: toCamelKey(text) };
}

/** Makes a reader of keywords that makes each one once. */
export function createKeywordReader(): (text: string) => Keyword {
  const known = new Map<string, Keyword>();
  return (text) => {
    const found = known.get(text);
    if (found) return found;
    const made = toKeyword(text);
    known.set(text, made);
    return made;
  };
}

/** A keyword's name as a JSON key, as Penpot's JSON writer does it (cuerdas `camel`; file-model.md §1.5): `is-x?` → `isX`. */
export function toCamelKey(name: string): string {
  const words = name
    .replace(/\p{Lu}[\p{Ll}'\p{Ps}\p{Pe}]*/gu, "-$&")
    .split(/[^\p{L}\p{N}'\p{Ps}\p{Pe}]+/u)
    .filter((word) => word !== "");
  return words.map((word, index) => (index === 0 ? word.toLowerCase() : word.charAt(0).toUpperCase() + word.slice(1))).join("");
}

/** A camelCase key as Penpot's keyword: `isShared` → `is-shared`, `r1` → `r1`; what is namespaced or already kebab-case stays. */
export function toKebabKey(key: string): string {
  if (key.includes("/")) return key;
  return key.replace(/\p{Lu}/gu, (letter, index: number) => (index === 0 ? "" : "-") + letter.toLowerCase());
}
