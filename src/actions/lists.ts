const MOST_SHOWN = 3;

/** `a, b, c and 3 more`: the first of a list, which may be long. */
export function shortList(items: readonly string[], most: number = MOST_SHOWN): string {
  const more = items.length - most;
  return more > 0 ? `${items.slice(0, most).join(", ")} and ${more} more` : items.join(", ");
}
