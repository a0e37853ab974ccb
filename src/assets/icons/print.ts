import type { Attributes, IconNode } from "./element.ts";

/** How a language of tags writes attributes and texts. */
export interface Markup {
  /** With a space before it; empty for what the language does not take. */
  attribute(name: string, value: string): string;
  text(text: string): string;
}

/** The nodes on one line. */
export function printLine(nodes: readonly IconNode[], markup: Markup): string {
  return nodes.map((node) => printNode(node, markup)).join("");
}

/** The nodes on lines of their own; where there is text, white space counts and the element stays on one line. */
export function printLines(nodes: readonly IconNode[], markup: Markup, indent: string): string[] {
  return nodes.flatMap((node) => {
    if (typeof node === "string" || node.children.length === 0 || node.children.some((child) => typeof child === "string")) {
      return [indent + printNode(node, markup)];
    }
    const open = `${indent}<${node.tag}${printAttributes(node.attributes, markup)}>`;
    return [open, ...printLines(node.children, markup, `${indent}  `), `${indent}</${node.tag}>`];
  });
}

export function printAttributes(attributes: Attributes, markup: Markup): string {
  return Object.entries(attributes)
    .map(([name, value]) => markup.attribute(name, value))
    .join("");
}

function printNode(node: IconNode, markup: Markup): string {
  if (typeof node === "string") return markup.text(node);
  const open = `<${node.tag}${printAttributes(node.attributes, markup)}`;
  return node.children.length === 0 ? `${open}/>` : `${open}>${printLine(node.children, markup)}</${node.tag}>`;
}

/** SVG and other XML. */
export const xml: Markup = {
  attribute: (name, value) => ` ${name}="${escapeXml(value)}"`,
  text: escapeXml,
};

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export function escapeXml(text: string): string {
  return text
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? "")
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A text as a literal of JavaScript or TypeScript, in the quotes that need fewer escapes. */
export function toLiteral(text: string): string {
  const literal = JSON.stringify(text).replace(/[\u2028\u2029\p{Cf}]/gu, escapeUnits);
  if (!text.includes('"') || text.includes("'")) return literal;
  return `'${literal.slice(1, -1).replaceAll('\\"', '"')}'`;
}

function escapeUnits(character: string): string {
  return Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`).join("");
}

/** A key of an object literal, quoted where it must be. */
export function toKey(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== "__proto__" ? name : toLiteral(name);
}

/** A map of texts as an object literal on one line. */
export function toObject(values: Readonly<Record<string, string>>): string {
  const entries = Object.entries(values).map(([name, value]) => `${toKey(name)}: ${toLiteral(value)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
