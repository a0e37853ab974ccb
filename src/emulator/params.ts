import { decodeTransit } from "../transit/index.ts";
import { isUuid } from "./ids.ts";
import { invalid, RpcError, serverError } from "./rpc-error.ts";

/** Decoded parameters of a call; keys camelCase whatever form they came in, except those with a `/`. */
export type Params = Record<string, unknown>;

const INVALID = Symbol("invalid");

/** One parameter of a method: how to read it, and Penpot's name of its schema for the `explain` text. */
export interface Param<T> {
  readonly schema: string;
  readonly optional: boolean;
  parse(value: unknown): T | typeof INVALID;
}
export type Spec = Readonly<Record<string, Param<unknown>>>;
export type Parsed<S extends Spec> = { readonly [K in keyof S]: S[K] extends Param<infer T> ? T : never };

/** A uuid, as a string. */
export const uuid: Param<string> = required(":app.common.schema/uuid", (value) => (isUuid(value) ? value : INVALID));
/** A boolean, also as the strings `true` and `false` (integration.md §5.3). */
export const boolean: Param<boolean> = required(":app.common.schema/boolean", (value) => {
  if (typeof value === "boolean") return value;
  if (value === "true" || value === "false") return value === "true";
  return INVALID;
});
/** A boolean and nothing else: Penpot is not the same everywhere (integration.md §7.3). */
export const strictBoolean: Param<boolean> = required(":boolean", (value) => (typeof value === "boolean" ? value : INVALID));
/** A URI string, trimmed; its syntax is not checked here, as in Penpot. */
export const uri: Param<string> = required(":app.common.schema/uri", (value) => (typeof value === "string" ? value.trim() : INVALID));
/** The two body formats of a hook (integration.md §5.1). */
export const mtype: Param<string> = required(
  '[:app.common.schema/one-of {:format "string"} #{"application/json" "application/transit+json"}]',
  (value) => (value === "application/json" || value === "application/transit+json" ? value : INVALID),
);
/** A point; numbers only. */
export const point: Param<{ x: number; y: number }> = required(":app.common.geom.point/point", (value) => {
  const { x, y } = (typeof value === "object" && value !== null ? value : {}) as { x?: unknown; y?: unknown };
  return typeof x === "number" && typeof y === "number" ? { x, y } : INVALID;
});
/** Strings as an array or one string separated by spaces and commas. */
export const textSet: Param<string[]> = required("[:app.common.schema/set :string]", (value) => {
  const list = typeof value === "string" ? value.split(/[\s,]+/).filter((part) => part !== "") : value;
  return Array.isArray(list) && list.every((item) => typeof item === "string") ? [...new Set<string>(list)] : INVALID;
});
/** Anything, taken as it is. */
export const anything: Param<unknown> = required(":any", (value) => value);

/** A string of `min` to `max` characters. */
export function text(min: number, max: number): Param<string> {
  return required(`[:string {:max ${max}, :min ${min}}]`, (value) =>
    typeof value === "string" && value.length >= min && value.length <= max ? value : INVALID,
  );
}

/** The parameter may be left out. */
export function optional<T>(param: Param<T>): Param<T | undefined> {
  return {
    schema: param.schema,
    optional: true,
    parse: (value) => (value === undefined || value === null ? undefined : param.parse(value)),
  };
}

function required<T>(schema: string, parse: (value: unknown) => T | typeof INVALID): Param<T> {
  return { schema, optional: false, parse };
}

/** The parameters as the method wants them; throws 400 `params-validation` with Penpot's kind of `explain` text (integration.md §7.6). */
export function parseParams<S extends Spec>(title: string, spec: S, params: Params): Parsed<S> {
  const parsed: Record<string, unknown> = {};
  const errors: string[] = [];
  for (const [key, param] of Object.entries(spec)) {
    const value = params[key];
    const result = value === undefined && !param.optional ? INVALID : param.parse(value);
    if (result === INVALID) errors.push(explain(title, spec, key, param, value));
    else parsed[key] = result;
  }
  if (errors.length === 0) return parsed as Parsed<S>;
  throw invalid("params-validation", { explain: `Errors:\n[${errors.join("\n ")}]\n\nValue:\n${toEdn(params)}\n\n` });
}

function explain(title: string, spec: Spec, key: string, param: Param<unknown>, value: unknown): string {
  const name = `:${toKebab(key)}`;
  if (value !== undefined) return `{:path [${name}], :in [${name}], :schema ${param.schema}, :value ${toEdn(value)}}`;
  const fields = Object.entries(spec).map(
    ([field, { schema, optional }]) => `   [:${toKebab(field)} ${optional ? "{:optional true} " : ""}${schema}]`,
  );
  const schema = `[:map\n   {:title "${title}"}\n${fields.join("\n")}]`;
  return `{:path [${name}],\n  :in [${name}],\n  :schema\n  ${schema},\n  :value nil,\n  :type :malli.core/missing-key}`;
}

function toEdn(value: unknown): string {
  if (value === null || value === undefined) return "nil";
  if (isUuid(value)) return `#uuid "${value}"`;
  if (Array.isArray(value)) return `[${value.map(toEdn).join(" ")}]`;
  if (typeof value !== "object") return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, item]) => `:${toKebab(key)} ${toEdn(item)}`)
    .join(",\n ")}}`;
}

/** The parameters of a query string: kebab-case only, repeated keys become lists (integration.md §7.3). */
export function parseQuery(query: URLSearchParams): Params {
  const params: Params = {};
  for (const key of new Set(query.keys())) {
    if (/[A-Z]/.test(key)) continue;
    const values = query.getAll(key);
    params[toCamel(key.replace(/^_/, ""))] = values.length > 1 ? values : values[0];
  }
  return params;
}

/** The parameters of a body; a content type other than JSON or Transit means the body is not looked at (integration.md §7.4). */
export function parseBody(contentType: string, body: string): Params {
  if (contentType.startsWith("application/json")) return toParams(parseJson(body));
  if (contentType.startsWith("application/transit+json")) return toParams(parseTransit(body));
  return {};
}

/** Refusals that Penpot writes as verbose Transit whatever `Accept` says, as its body parser stands before the negotiation. */
export function isRawError(error: RpcError): boolean {
  return error.body["code"] === "malformed-json" || error.body["code"] === "request-body-too-large";
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    const reason = (cause as Error).message;
    const position = Number(/position (\d+)/.exec(reason)?.[1]);
    const isCutShort = /Unexpected end|Unterminated/.test(reason) || position >= body.length;
    if (isCutShort) throw new RpcError(400, { type: "validation", code: "malformed-json", hint: `JSON error (${reason})` });
    throw serverError("unexpected", { hint: `JSON error (${reason})` });
  }
}

function parseTransit(body: string): unknown {
  try {
    return decodeTransit(body);
  } catch (cause) {
    throw serverError("unexpected", { hint: `Transit error (${(cause as Error).message})` });
  }
}

function toParams(value: unknown): Params {
  const params = camelKeys(value);
  return typeof params === "object" && params !== null && !Array.isArray(params) ? (params as Params) : {};
}

function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [toCamel(key), camelKeys(item)]));
}

function toCamel(key: string): string {
  return key.includes("/") ? key : key.replace(/[-_]+([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function toKebab(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
