const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** Where `actual` has another shape than `expected`, in words: keys and JSON types, recursively. Items of a list may lack what not all recorded ones have. */
export function compareShapes(actual: unknown, expected: unknown, at = "$"): string[] {
  const [mine, theirs] = [kindOf(actual), kindOf(expected)];
  if (mine !== theirs) return [`${at} is ${mine}, was ${theirs}`];
  if (Array.isArray(actual)) return compareLists(actual, expected as unknown[], at);
  if (mine !== "object") return [];
  return compareObjects(actual as Fields, [expected as Fields], at);
}

type Fields = Record<string, unknown>;

function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : value instanceof Map ? "object" : typeof value;
}

function compareLists(actual: readonly unknown[], expected: readonly unknown[], at: string): string[] {
  if (expected.length > 0 && actual.length === 0) return [`${at} is empty`];
  const samples = expected.filter((item): item is Fields => kindOf(item) === "object");
  return actual.flatMap((item, index) => {
    if (kindOf(item) === "object" && samples.length > 0) return compareObjects(item as Fields, samples, `${at}[${index}]`);
    return expected.length > 0 && !expected.some((other) => kindOf(other) === kindOf(item)) ? [`${at}[${index}] is ${kindOf(item)}`] : [];
  });
}

function compareObjects(actual: Fields, samples: readonly Fields[], at: string): string[] {
  if (isDictionary(actual) || samples.some(isDictionary)) return compareLists(Object.values(actual), samples.flatMap(Object.values), at);
  const known = new Set(samples.flatMap(Object.keys));
  const needed = [...known].filter((key) => samples.every((sample) => key in sample));
  const lacking = needed.filter((key) => !(key in actual)).map((key) => `${at}.${key} is missing`);
  const extra = Object.keys(actual)
    .filter((key) => !known.has(key))
    .map((key) => `${at}.${key} is new`);
  const inner = Object.entries(actual)
    .filter(([key]) => known.has(key))
    .flatMap(([key, value]) =>
      compareToAny(
        value,
        samples.filter((sample) => key in sample).map((sample) => sample[key]),
        `${at}.${key}`,
      ),
    );
  return [...lacking, ...extra, ...inner];
}

function compareToAny(value: unknown, samples: readonly unknown[], at: string): string[] {
  const results = samples.map((sample) => compareShapes(value, sample, at));
  return results.find((problems) => problems.length === 0) ?? results[0] ?? [];
}

function isDictionary(value: Fields): boolean {
  const keys = Object.keys(value);
  return keys.length > 0 && keys.every((key) => UUID.test(key));
}
