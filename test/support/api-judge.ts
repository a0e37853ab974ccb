import { OpenAPIBackend } from "openapi-backend";
import type { OpenAPIV3 } from "openapi-types";

/** A request as an API description sees it. */
export interface JudgedRequest {
  method: string;
  /** With the query. */
  path: string;
  headers: Record<string, string>;
  body?: unknown;
}

/** Compares requests and the answers given to them with an API's own description. */
export interface ApiJudge {
  /** What is wrong, as lines; empty when all is right. */
  judge(request: JudgedRequest, status: number, answer: unknown): string[];
  /** An answer (or one entry of it, for a list) with every field that the description requires, of the right type. */
  sample(path: string, method: "get" | "post" | "patch" | "put", status: string): Record<string, unknown>;
}

type Schema = OpenAPIV3.SchemaObject | OpenAPIV3.ReferenceObject;

/** Loads the paths of a description that match; formats are not checked. */
export async function createApiJudge(definition: OpenAPIV3.Document, isUsed: (path: string) => boolean): Promise<ApiJudge> {
  dropBareNullable(definition);
  const paths = Object.fromEntries(Object.entries(definition.paths).filter(([path]) => isUsed(path)));
  const ajvOpts = { validateFormats: false, strict: false, allErrors: true } as const;
  const api = await new OpenAPIBackend({ definition: { ...definition, paths }, quick: true, coerceTypes: true, ajvOpts }).init();
  return {
    judge(request, status, answer) {
      const where = `${request.method} ${request.path.split("?")[0]}`;
      const [path = "", query = ""] = request.path.split("?");
      const asked = { ...request, path, query, method: request.method.toLowerCase(), body: request.body };
      const operation = api.matchOperation(asked);
      if (!operation) return [`${where} is no call of this API`];
      const problems = toLines(`${where}: request`, api.validateRequest(asked, operation).errors);
      if (operation.responses?.[String(status)] === undefined && status < 400) problems.push(`${where}: no answer ${status} is described`);
      if (status < 300 && status !== 204)
        problems.push(...toLines(`${where}: answer`, api.validateResponse(answer, operation, status).errors));
      return problems;
    },
    sample(path, method, status) {
      const response = definition.paths[path]?.[method]?.responses?.[status];
      if (!response) throw new Error(`${method} ${path} describes no answer ${status}`);
      const schema = resolve(definition, response).content?.["application/json"]?.schema;
      const whole = schema && resolve<OpenAPIV3.SchemaObject>(definition, schema);
      const one = whole && "items" in whole ? whole.items : whole;
      return toSample(definition, { ...(one && resolve<OpenAPIV3.SchemaObject>(definition, one)), nullable: false }) as Record<
        string,
        unknown
      >;
    },
  };
}

/** Ajv refuses `nullable` beside a choice of types; without it null is not among them. */
function dropBareNullable(node: unknown): void {
  if (typeof node !== "object" || node === null) return;
  if ("nullable" in node && !("type" in node)) delete node.nullable;
  for (const child of Object.values(node)) dropBareNullable(child);
}

function toLines(where: string, errors: readonly { instancePath: string; message?: string }[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, message }) => `${where}${instancePath} ${message}`);
}

function resolve<Part extends object>(definition: OpenAPIV3.Document, part: Part | OpenAPIV3.ReferenceObject): Part {
  if (!("$ref" in part)) return part;
  let at: unknown = definition;
  for (const key of part.$ref.slice(2).split("/")) at = (at as Record<string, unknown>)[key];
  return resolve(definition, at as Part);
}

/** The smallest value of a schema. */
function toSample(definition: OpenAPIV3.Document, part: Schema): unknown {
  const schema = resolve<OpenAPIV3.SchemaObject>(definition, part);
  if (schema.nullable) return null;
  if (schema.enum) return schema.enum[0];
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  const parts = schema.allOf?.map((one) => toSample(definition, one)) ?? [];
  if (schema.type === "array" && "items" in schema) return (schema.minItems ?? 0) > 0 ? [toSample(definition, schema.items)] : [];
  if (schema.type === "object" || schema.properties) {
    const own = (schema.required ?? []).map((key) => [key, toSample(definition, schema.properties?.[key] ?? {})]);
    return Object.assign({}, ...parts, Object.fromEntries(own));
  }
  if (choice) return toSample(definition, choice);
  if (parts.length > 0) return Object.assign({}, ...parts);
  return { string: "text", integer: 1, number: 1, boolean: false }[schema.type as string] ?? {};
}
