import type { EntityRef } from "../../artifact.ts";
import { type Drawing, elementsOf, mapAttributes, mapValues } from "./element.ts";
import { type IconNames, toNames } from "./names.ts";
import { IconProblem, parseSvg } from "./parse-svg.ts";

/** An SVG that an icon is made of. `name` is what it shall be called, `label` and `path` are how messages call it. */
export interface IconSource {
  name: string;
  label: string;
  path: string;
  svg: string;
  from?: EntityRef | undefined;
}

/** What every output is printed from. */
export interface Icon extends Drawing {
  label: string;
  path: string;
  names: IconNames;
  from?: EntityRef | undefined;
}

/**
 * Reads an SVG as an icon. Its definitions are renamed after it (`check--a`), those that nothing refers to lose their ids:
 * so several icons can stand in one document. Throws IconProblem.
 */
export async function toIcon({ name, label, path, svg, from }: IconSource): Promise<Icon> {
  const names = readNames(name);
  const drawing = await parseSvg(svg);
  return { label, path, names, ...(from && { from }), ...renameDefinitions(drawing, names.kebab) };
}

function readNames(name: string): IconNames {
  try {
    return toNames(name);
  } catch (cause) {
    throw new IconProblem(`has a name without a letter or digit (${JSON.stringify(name)})`, { cause });
  }
}

const REFERENCE = /url\(\s*["']?#([^"')]*?)["']?\s*\)/g;

function renameDefinitions(drawing: Drawing, prefix: string): Drawing {
  const referred = new Set<string>();
  const collect = (name: string, value: string) => {
    if (name === "href" && value.startsWith("#")) referred.add(value.slice(1));
    for (const [, id = ""] of value.matchAll(REFERENCE)) referred.add(id);
    return value;
  };
  mapValues(drawing.attributes, collect);
  mapAttributes(drawing.children, collect);
  const ids = new Map<string, string>();
  for (const { attributes } of elementsOf(drawing.children)) {
    const { id } = attributes;
    if (id === undefined || !referred.has(id)) continue;
    if (ids.has(id)) throw new IconProblem(`has two definitions with the id ${JSON.stringify(id)}`);
    // No icon is called so: words are joined by one hyphen.
    ids.set(id, `${prefix}--${toLetters(ids.size)}`);
  }
  const toId = (id: string) => ids.get(id) ?? `${prefix}--none`;
  const rename = (name: string, value: string) => {
    if (name === "id") return ids.get(value);
    if (name === "href" && value.startsWith("#")) return `#${toId(value.slice(1))}`;
    return value.replace(REFERENCE, (_, id: string) => `url(#${toId(id)})`);
  };
  return { ...drawing, attributes: mapValues(drawing.attributes, rename), children: mapAttributes(drawing.children, rename) };
}

/** 0 → a, 25 → z, 26 → aa. */
function toLetters(index: number): string {
  const letter = String.fromCharCode(97 + (index % 26));
  return index < 26 ? letter : toLetters(Math.floor(index / 26) - 1) + letter;
}
