import { readFile } from "node:fs/promises";
import * as z from "zod";
import type { Place, Problem } from "../errors.ts";
import { nearest } from "../yaml.ts";
import { Config } from "./config.ts";

/** The process's environment, passed in. */
export type Environment = Readonly<Record<string, string | undefined>>;
/** A configuration as plain data, before it was checked. */
export type Data = Record<string, unknown>;
type Path = readonly string[];

/** Keys of the configuration that hold a secret; each may also come from a file. */
export const SECRET_KEYS: ReadonlySet<string> = new Set(["token", "secret", "previous-secret", "private-key"]);

/** What Kubernetes itself puts into the environment for a service called penops. */
const SERVICE_LINKS = /^PENOPS_(SERVICE_|PORT$|PORT_\d)/;
/** Read by commands, not part of the configuration. */
const OTHER_VARIABLES = new Set(["PENOPS_CONFIG"]);

export interface Overlay {
  warnings: Problem[];
  placeOf(path: readonly PropertyKey[]): Place | undefined;
}

/** Puts `PENOPS_…` variables over the file's data; `…_FILE` names a file that holds the value. */
export async function applyEnvironment(data: Data, env: Environment, problems: Problem[]): Promise<Overlay> {
  const places = new Map<string, string>();
  const warnings: Problem[] = [];
  for (const [variable, value] of Object.entries(env)) {
    if (!variable.startsWith("PENOPS_") || value === undefined || OTHER_VARIABLES.has(variable) || SERVICE_LINKS.test(variable)) continue;
    const target = findPath(variable, data);
    if (!target) {
      const meant = nearest(variable, staticVariables());
      warnings.push({
        code: "UNKNOWN_VARIABLE",
        message: `The environment variable ${variable} means nothing to Penops.`,
        ...(meant && { hint: `Did you mean ${meant}?` }),
      });
      continue;
    }
    const text = target.fromFile ? await readSecretFile(value, { file: `environment ${variable}` }, problems) : value;
    if (text === undefined) continue;
    setAt(data, target.path, target.isList ? text.split(",").map((part) => part.trim()) : text);
    places.set(target.path.join("."), variable);
  }
  return {
    warnings,
    placeOf(path) {
      const variable = places.get(path.join("."));
      return variable === undefined ? undefined : { file: `environment ${variable}` };
    },
  };
}

interface Target {
  path: string[];
  isList: boolean;
  fromFile: boolean;
}

function findPath(variable: string, data: Data): Target | undefined {
  const direct = matchPath(variable.slice("PENOPS_".length), Config, [], data);
  if (direct) return { ...direct, fromFile: false };
  if (!variable.endsWith("_FILE")) return undefined;
  const named = matchPath(variable.slice("PENOPS_".length, -"_FILE".length), Config, [], data);
  return named && SECRET_KEYS.has(named.path.at(-1) ?? "") ? { ...named, fromFile: true } : undefined;
}

/** Follows the schema: `PENPOT_MAIN_PUBLIC_URL` → penpot.main.public-url. Names of records come from the file, else from the variable itself. */
function matchPath(rest: string, schema: z.ZodType, path: string[], data: unknown): Omit<Target, "fromFile"> | undefined {
  for (const [key, child] of objectsOf(schema).flatMap((shape) => childrenOf(shape, rest, data))) {
    const found = matchKey(rest, key, child, path, isData(data) ? data[key] : undefined);
    if (found) return found;
  }
  return undefined;
}

function childrenOf(shape: z.ZodType, rest: string, data: unknown): [string, z.ZodType][] {
  if (shape instanceof z.ZodObject) return Object.entries(shape.shape) as [string, z.ZodType][];
  if (!(shape instanceof z.ZodRecord)) return [];
  const names = [...(isData(data) ? Object.keys(data) : []), ...guessNames(rest)];
  return names.map((name) => [name, shape.valueType as z.ZodType]);
}

function matchKey(rest: string, key: string, schema: z.ZodType, path: string[], data: unknown): Omit<Target, "fromFile"> | undefined {
  const word = toVariable(key);
  const here = [...path, key];
  const kinds = objectsOf(schema);
  const isBranch = kinds.some((kind) => kind instanceof z.ZodObject || kind instanceof z.ZodRecord);
  if (!isBranch) return rest === word ? { path: here, isList: kinds.some((kind) => kind instanceof z.ZodArray) } : undefined;
  return rest.startsWith(`${word}_`) ? matchPath(rest.slice(word.length + 1), schema, here, data) : undefined;
}

function guessNames(rest: string): string[] {
  const words = rest.toLowerCase().split("_");
  return words.slice(0, -1).map((_, index) => words.slice(0, index + 1).join("-"));
}

function toVariable(key: string): string {
  return key.toUpperCase().replaceAll("-", "_");
}

function staticVariables(): string[] {
  const walk = (schema: z.ZodType, prefix: string): string[] =>
    objectsOf(schema).flatMap((shape) =>
      shape instanceof z.ZodObject
        ? Object.entries(shape.shape).flatMap(([key, child]) => walk(child as z.ZodType, `${prefix}_${toVariable(key)}`))
        : [prefix],
    );
  return walk(Config, "PENOPS");
}

function objectsOf(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => objectsOf(option as z.ZodType));
  if (schema instanceof z.ZodPipe) return objectsOf(schema.in as z.ZodType);
  const inner = (schema as { def?: { innerType?: z.ZodType } }).def?.innerType;
  return inner ? objectsOf(inner) : [schema];
}

/** Reads a mounted secret, trimmed; a mistake goes to `problems`. */
export async function readSecretFile(path: string, place: Place, problems: Problem[]): Promise<string | undefined> {
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    problems.push({ code: "SECRET_UNREADABLE", message: `The secret file ${path} cannot be read: ${(cause as Error).message}.`, place });
    return undefined;
  }
}

function setAt(data: Data, path: Path, value: unknown): void {
  let target = data;
  for (const key of path.slice(0, -1)) {
    const next = target[key];
    if (isData(next)) target = next;
    else {
      const made: Data = {};
      target[key] = made;
      target = made;
    }
  }
  const last = path.at(-1);
  if (last !== undefined) target[last] = value;
}

/** A plain map, not a list. */
export function isData(value: unknown): value is Data {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
