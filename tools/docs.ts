// Writes the generated parts of recipes/README.md: node tools/docs.ts [--check]
import { readFileSync, writeFileSync } from "node:fs";
import * as z from "zod";
import type { Action } from "../src/action.ts";
import { actions } from "../src/actions/index.ts";
import { functionNames, methodNames } from "../src/engine/expressions/environment.ts";
import { pullRequestVariables, recipeVariables, stepVariables } from "../src/engine/variables.ts";

const FILE = new URL("../recipes/README.md", import.meta.url);

interface Schema {
  type?: string;
  description?: string;
  default?: unknown;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
}

/** The text with its generated parts replaced by what the code says now. */
export function generate(text: string): string {
  return replacePart(replacePart(text, "expressions", expressions()), "actions", actions.map(describeAction).join("\n\n"));
}

function replacePart(text: string, name: string, content: string): string {
  const pattern = new RegExp(`(<!-- ${name}: [^\\n]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
  if (!pattern.test(text)) throw new Error(`recipes/README.md has no part <!-- ${name}: … -->`);
  return text.replace(pattern, (_, start: string, end: string) => `${start}\n${content}\n\n${end}`);
}

function expressions(): string {
  const everywhere = new Set(Object.keys(recipeVariables));
  const inSteps = new Set(Object.keys(stepVariables(["icons"])));
  const rows = Object.entries(pullRequestVariables(["icons"])).map(([name, example]) => {
    const where = everywhere.has(name) ? "everywhere" : inSteps.has(name) ? "steps, title, body" : "title, body";
    const fields =
      name === "steps"
        ? "`<id>.outputs` of the steps before"
        : Object.keys(example as object)
            .map((field) => `\`${field}\``)
            .join(" ");
    return `| \`${name}\` | ${fields} | ${where} |`;
  });
  return [
    ...["| name | fields | where |", "| --- | --- | --- |", ...rows],
    ...[
      "",
      `Functions: ${functionNames.map((name) => `\`${name}()\``).join(" ")}.`,
      `On a value: ${methodNames.map((name) => `\`.${name}()\``).join(" ")}.`,
    ],
  ].join("\n");
}

function describeAction({ name, description, input, items }: Action): string {
  const schema = z.toJSONSchema(input, { io: "input", unrepresentable: "any" }) as Schema;
  const rows = listKeys(schema, "");
  const variables = Object.entries(items ?? {}).map(
    ([key, examples]) => `\`${key}\` is filled once per item, with ${Object.entries(examples).map(describeVariable).join(" and ")}.`,
  );
  return [
    `### \`${name}\``,
    "",
    description,
    "",
    "| key of `with` | value | meaning |",
    "| --- | --- | --- |",
    ...rows,
    ...(variables.length > 0 ? ["", ...variables] : []),
  ].join("\n");
}

function describeVariable([name, example]: [string, unknown]): string {
  if (typeof example !== "object" || example === null) return `\`${name}\``;
  return Object.keys(example)
    .map((field) => `\`${name}.${field}\``)
    .join(" ");
}

function listKeys(schema: Schema, prefix: string): string[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).flatMap(([key, child]) => {
    const fallback = child.default === undefined ? (required.has(key) ? "required" : "") : `default \`${JSON.stringify(child.default)}\``;
    const value = [child.properties ? "map" : typeOf(child), child.properties ? "" : fallback].filter((part) => part !== "").join(", ");
    return [
      `| \`${prefix}${key}\` | ${value.replaceAll("|", "\\|")} | ${child.description ?? ""} |`,
      ...listKeys(child.properties ? child : (child.anyOf?.find(({ properties }) => properties) ?? {}), `${prefix}${key}.`),
    ];
  });
}

function typeOf({ type, const: constant, enum: values, anyOf, items }: Schema): string {
  if (constant !== undefined) return `\`${String(constant)}\``;
  if (values) return values.map((value) => `\`${String(value)}\``).join(" or ");
  if (anyOf) return toChoice(anyOf);
  if (type === "array") return `list of ${items ? typeOf(items) : "values"}`;
  return type === "string" ? "text" : type === "object" ? "map" : (type ?? "any");
}

function toChoice(schemas: readonly Schema[]): string {
  const [one, many] = schemas.map(typeOf);
  return one?.includes(" or ") && many === `list of ${one}` ? `${one}, or a list of them` : schemas.map(typeOf).join(" or ");
}

if (import.meta.main) {
  const text = readFileSync(FILE, "utf8");
  const fresh = generate(text);
  if (process.argv.includes("--check") && fresh !== text) {
    console.error("recipes/README.md is out of date: npm run docs");
    process.exitCode = 1;
  } else writeFileSync(FILE, fresh);
}
