import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, type Node, type ParsedNode, parseDocument, visit } from "yaml";
import * as z from "zod";
import type { Place, Problem } from "./errors.ts";

const MAX_BYTES = 1_048_576;
const MAX_DEPTH = 40;
const MANY_DOCUMENTS = { message: "The file holds more than one document.", hint: "Remove the line with ---." };

type Path = readonly PropertyKey[];

/** A YAML text read with a schema: the value when there is no problem, and where each part of it stands. */
export interface ParsedYaml<T> {
  value?: T;
  /** The plain data, as far as the text is YAML at all. */
  data?: unknown;
  problems: Problem[];
  /** The place of a value, or of the key in front of it; of the nearest parent when the path is not in the text. */
  locate(path: Path, at?: "key" | "value"): Place;
}

/** Reads YAML 1.2 with a schema and reports every mistake at once, each with its line and column. `file` is how the user names it. */
export function parseYaml<S extends z.ZodType>(text: string, file: string, schema: S): ParsedYaml<z.output<S>> {
  const lines = new LineCounter();
  const nowhere = (): Place => ({ file });
  if (Buffer.byteLength(text) > MAX_BYTES) {
    return { problems: [{ code: "YAML_TOO_LARGE", message: "The file is larger than 1 MB.", place: { file } }], locate: nowhere };
  }
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: "1.2", stringKeys: true });
  const placeAt = (offset: number | undefined): Place => {
    const { line, col } = lines.linePos(offset ?? 0);
    return { file, line, column: col };
  };
  const locate = (path: Path, at: "key" | "value" = "value") => placeAt(findOffset(document.contents, path, at));
  const broken = document.errors.map((error) => ({
    code: "YAML_INVALID",
    ...(error.code === "MULTIPLE_DOCS" ? MANY_DOCUMENTS : { message: toSentence(error.message) }),
    place: placeAt(error.pos[0]),
  }));
  if (broken.length > 0) return { problems: broken, locate };
  if (depthOf(document.contents) > MAX_DEPTH) {
    return { problems: [{ code: "YAML_TOO_DEEP", message: `The file nests deeper than ${MAX_DEPTH} levels.`, place: { file } }], locate };
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: 50 });
  } catch (cause) {
    return {
      problems: [
        {
          code: "YAML_ALIASES",
          message: toSentence((cause as Error).message),
          hint: "Write the values out instead of using anchors.",
          place: { file },
        },
      ],
      locate,
    };
  }
  const result = schema.safeParse(data ?? {}, { reportInput: true });
  if (result.success) return { value: result.data, data, problems: [], locate };
  return { data, problems: toYamlProblems(result.error, [], schema, locate), locate };
}

/** The word nearest to a mistyped one, when one is near enough to be meant. */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  let best: { word: string; distance: number } | undefined;
  for (const candidate of words) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance <= Math.max(1, Math.floor(candidate.length / 3)) && distance < (best?.distance ?? Infinity))
      best = { word: candidate, distance };
  }
  return best?.word;
}

/** Problems of a zod error whose value stood at `base` in a YAML text; words are corrected when it was parsed with `reportInput`. */
export function toYamlProblems(error: z.ZodError, base: Path, schema: z.ZodType, locate: ParsedYaml<unknown>["locate"]): Problem[] {
  const problems = error.issues.flatMap((issue) => toProblems(issue, base, schema, locate));
  return problems.sort((a, b) => (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0));
}

function toProblems(issue: z.core.$ZodIssue, base: Path, schema: z.ZodType, locate: ParsedYaml<unknown>["locate"]): Problem[] {
  const path = [...base, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    const known = keysAt(schema, issue.path);
    return issue.keys.map((key) => {
      const meant = nearest(key, known);
      const hint = meant ? `Did you mean "${meant}"?` : known.length > 0 ? `Known here: ${known.join(", ")}.` : undefined;
      return {
        code: "UNKNOWN_KEY",
        message: `Unknown key "${key}"${inside(path)}.`,
        ...(hint && { hint }),
        place: locate([...path, key], "key"),
      };
    });
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0 && !isOurs(issue.message)) {
    const deep = closestIssues(issue.errors).map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
    if (deep.length > 0) return deep.flatMap((inner) => toProblems(inner, base, schema, locate));
    return [{ code: "WRONG_VALUE", message: `${label(path)} ${wanted(issue.errors.flat())}.`, place: locate(path) }];
  }
  const missing = issue.code === "invalid_type" && issue.input === undefined && /undefined$/.test(issue.message);
  if (missing) return [{ code: "MISSING_KEY", message: `${label(path)} is missing.`, place: locate(path.slice(0, -1)) }];
  const hint = hintFor(issue);
  return [
    {
      code: "WRONG_VALUE",
      message: `${label(path)} ${explain(issue)}.`,
      ...(hint && { hint }),
      place: locate(path, issue.code === "invalid_key" ? "key" : "value"),
    },
  ];
}

/** What is wrong in the one branch of a union that is meant: of those the value's type fits, the only one or the one it went deepest into. */
function closestIssues(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] {
  const fitting = branches.filter((issues) => !issues.some(({ code, path }) => code === "invalid_type" && path.length === 0));
  const [only] = fitting;
  if (only && fitting.length === 1) return only;
  const closest = [...branches].sort((a, b) => depth(b) - depth(a))[0] ?? [];
  return closest.filter(({ path }) => path.length > 0);
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(...issues.map(({ path }) => path.length));
}

function wanted(issues: readonly z.core.$ZodIssue[]): string {
  const all = issues.map((issue) => explain(issue));
  return [...new Set(all)].join(" or ");
}

function explain(issue: z.core.$ZodIssue): string {
  if (issue.code === "invalid_union" && "discriminator" in issue) return `must be ${discriminators(issue).join(" or ")}`;
  if (issue.code === "too_big") return `must be at most ${issue.maximum}`;
  if (issue.code === "invalid_type") return `must be ${article(issue.expected)}`;
  if (issue.code === "invalid_value") return `must be ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}`;
  if (issue.code === "invalid_key") return `has a name that ${issue.issues[0]?.message ?? "is not allowed"}`;
  if (isOurs(issue.message)) return issue.message;
  if (issue.code === "too_small")
    return issue.origin === "string" || issue.origin === "array" ? "must not be empty" : `must be at least ${issue.minimum}`;
  return `is not right: ${issue.message.charAt(0).toLowerCase()}${issue.message.slice(1).replace(/\.$/, "")}`;
}

/** Whether a schema of ours worded the message, so that it follows the name of the value. */
function isOurs(message: string): boolean {
  return /^(must|is|has|needs) /.test(message);
}

function discriminators({ message }: z.core.$ZodIssue): string[] {
  return [...message.matchAll(/'([^']+)'/g)].map(([, word]) => word ?? "");
}

function hintFor(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === "custom") return typeof issue.params?.["hint"] === "string" ? issue.params["hint"] : undefined;
  if (issue.code === "invalid_value") return suggest(issue.input, issue.values);
  if (issue.code !== "invalid_union" || !("discriminator" in issue)) return undefined;
  const input = issue.input as Record<string, unknown> | undefined;
  return suggest(input?.[String(issue.discriminator)], discriminators(issue));
}

function suggest(given: unknown, words: readonly unknown[]): string | undefined {
  const meant = typeof given === "string" ? nearest(given, words.map(String)) : undefined;
  return meant && `Did you mean "${meant}"?`;
}

const ARTICLES: Record<string, string> = {
  object: "a map",
  record: "a map",
  array: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

function article(type: string): string {
  return ARTICLES[type] ?? type;
}

function label(path: Path): string {
  const name = path.length === 0 ? "the file" : nameOf(path);
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function inside(path: Path): string {
  return path.length === 0 ? "" : ` in ${nameOf(path)}`;
}

/** A path as people count: `"source.file", entry 2`, `step 2, "with.path"`. */
function nameOf(path: Path): string {
  const words: string[] = [];
  let keys: PropertyKey[] = [];
  const takeKeys = () => {
    if (keys.length > 0) words.push(`"${keys.join(".")}"`);
    keys = [];
  };
  for (const [index, step] of path.entries()) {
    if (typeof step !== "number") keys.push(step);
    else if (index === 1 && path[0] === "steps") {
      words.push(`step ${step + 1}`);
      keys = [];
    } else {
      takeKeys();
      words.push(`entry ${step + 1}`);
    }
  }
  takeKeys();
  return words.join(", ");
}

/** The keys a schema knows at a path, through optionals, records, lists and unions. */
function keysAt(schema: z.ZodType, path: Path): string[] {
  const objects = unwrap(schema);
  const [head, ...rest] = path;
  if (head === undefined)
    return [...new Set(objects.flatMap((object) => (object instanceof z.ZodObject ? Object.keys(object.shape) : [])))];
  return objects.flatMap((object) => {
    const next =
      object instanceof z.ZodObject
        ? object.shape[head as string]
        : object instanceof z.ZodRecord
          ? object.valueType
          : object instanceof z.ZodArray
            ? object.element
            : undefined;
    return next ? keysAt(next as z.ZodType, rest) : [];
  });
}

function unwrap(schema: z.ZodType): z.ZodType[] {
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => unwrap(option as z.ZodType));
  if (schema instanceof z.ZodPipe) return unwrap(schema.in as z.ZodType);
  const inner = (schema as { def?: { innerType?: z.ZodType } }).def?.innerType;
  return inner ? unwrap(inner) : [schema];
}

function findOffset(root: ParsedNode | null, path: Path, at: "key" | "value"): number | undefined {
  let node: Node | null | undefined = root;
  let offset = startOf(root);
  for (const [index, step] of path.entries()) {
    if (isMap(node)) {
      const pair: unknown = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
      if (!isPair(pair)) return offset;
      const last = index === path.length - 1;
      offset = (last && at === "key" ? startOf(pair.key as Node) : startOf(pair.value as Node)) ?? startOf(pair.key as Node) ?? offset;
      node = pair.value as Node | null;
    } else if (isSeq(node)) {
      node = node.items[Number(step)] as Node | undefined;
      offset = startOf(node) ?? offset;
    } else return offset;
  }
  return offset;
}

function startOf(node: Node | null | undefined): number | undefined {
  return node?.range?.[0];
}

function depthOf(root: ParsedNode | null): number {
  let deepest = 0;
  visit(root, (_, node, parents) => {
    if (isMap(node) || isSeq(node) || isAlias(node))
      deepest = Math.max(deepest, parents.filter((parent) => isMap(parent) || isSeq(parent)).length);
    return deepest > MAX_DEPTH ? visit.BREAK : undefined;
  });
  return deepest;
}

function toSentence(message: string): string {
  const text = message.trim().split("\n")[0] ?? "";
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

/** Optimal string alignment: insertions, deletions, replacements and neighbours that changed places count one each. */
function editDistance(a: string, b: string): number {
  const [from, to] = [[...a], [...b]];
  let above: readonly number[] = [];
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [i, left] of from.entries()) {
    const next = [i + 1];
    for (const [j, right] of to.entries()) {
      const edited = Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (left === right ? 0 : 1));
      const isSwapped = i > 0 && j > 0 && left === to[j - 1] && from[i - 1] === right;
      next.push(isSwapped ? Math.min(edited, (above[j - 1] ?? 0) + 1) : edited);
    }
    above = row;
    row = next;
  }
  return row[to.length] ?? 0;
}
