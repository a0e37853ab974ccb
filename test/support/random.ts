const PIECES = [
  "a",
  "B7",
  "color.brand",
  "/",
  " ",
  "{",
  "}",
  '"',
  "\\",
  "\n",
  "\r\n",
  "\t",
  "\u0000",
  "\u2028",
  "\u0085",
  "\u202e",
  "\ufeff",
  "\ud800",
  "😀",
  "👩‍💻",
  "__proto__",
  "constructor",
  "<<<<<<< ",
  "=======",
  "#",
  "@team",
  "|",
  "`",
  "</details>",
  "é",
  "\u{e0001}",
];

/** Numbers 0…1 that are the same for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

/** One of the items. */
export function pick<T>(random: () => number, items: readonly [T, ...T[]]): T {
  return items[Math.floor(random() * items.length)] ?? items[0];
}

/** A text nobody expects in a name; now and then one of 10 kB. */
export function hostileText(random: () => number): string {
  if (random() < 0.01) return "x😀".repeat(3334);
  return Array.from({ length: Math.floor(random() * 5) }, () => pick(random, PIECES as [string, ...string[]])).join("");
}
