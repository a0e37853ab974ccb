import type { Element } from "./element.ts";

/** The definitions that the elements refer to, by themselves or through other definitions, in the order given. */
export function usedDefinitions(definitions: readonly Element[], elements: readonly Element[]): Element[] {
  if (definitions.length === 0) return [];
  const byId = new Map(definitions.map((definition) => [String(definition.attributes.id), definition]));
  const used = new Set<string>();
  const waiting = [...elements];
  for (let element = waiting.pop(); element; element = waiting.pop()) {
    for (const child of element.children) if (typeof child !== "string") waiting.push(child);
    for (const [name, value] of Object.entries(element.attributes)) {
      const id = typeof value === "string" ? idIn(name, value) : undefined;
      const definition = id === undefined || used.has(id) ? undefined : byId.get(id);
      if (id === undefined || !definition) continue;
      used.add(id);
      waiting.push(definition);
    }
  }
  return definitions.filter(({ attributes }) => used.has(String(attributes.id)));
}

function idIn(name: string, value: string): string | undefined {
  if (name === "href") return value.startsWith("#") ? value.slice(1) : undefined;
  return value.startsWith("url(#") ? value.slice("url(#".length, value.indexOf(")")) : undefined;
}
