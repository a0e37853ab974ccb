const DIGITS = 44;
const FIRST_DIGIT = 48;
const MAX_ENTRIES = DIGITS * DIGITS;

/** Gives a repeated key, keyword or tag its cache code (transit-format, "Caching"). */
export interface KeyCache {
  shorten(text: string, asKey: boolean): string;
}

/** Makes the cache of one compact document. Ours because the one of transit-js changes Object.prototype on a key `__proto__`. */
export function createKeyCache(): KeyCache {
  const codes = new Map<string, string>();
  return {
    shorten(text, asKey) {
      if (text.length <= 3 || !(asKey || /^~[:$#]/.test(text))) return text;
      const code = codes.get(text);
      if (code !== undefined) return code;
      if (codes.size === MAX_ENTRIES) codes.clear();
      codes.set(text, toCode(codes.size));
      return text;
    },
  };
}

function toCode(index: number): string {
  const low = String.fromCharCode((index % DIGITS) + FIRST_DIGIT);
  const high = Math.floor(index / DIGITS);
  return high === 0 ? `^${low}` : `^${String.fromCharCode(high + FIRST_DIGIT)}${low}`;
}
