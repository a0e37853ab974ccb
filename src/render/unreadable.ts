import type { Shape } from "../design.ts";
import { isRecord, toRecord, type Unknown } from "./values.ts";

type Kind = "number" | "string" | "boolean" | "record" | "list";

/** What of a shape is present, but not of the type that Penpot keeps it in, so that the picture goes without it. Each completes "the layer has …". */
export function unreadableOf(shape: Shape): string[] {
  const found = [...faultsIn(shape, OWN), ...(LINED.has(shape.type) ? faultsInList(shape, "strokes", STROKE) : [])];
  if (shape.type === "text") found.push(...listOf(shape["positionData"]).flatMap((run) => faultsInList(toRecord(run), "fills", FILL)));
  else found.push(...faultsInList(shape, "fills", FILL));
  found.push(...faultsInList(shape, "shadow", SHADOW));
  found.push(...faultsIn(toRecord(shape["transform"]), TRANSFORM));
  for (const key of ["blur", "backgroundBlur"]) found.push(...faultsIn(shown(toRecord(shape[key])), BLUR));
  return [...new Set(found)].map((what) => `${what} that cannot be read`);
}

/** What a field must be, and what is said of it when it is something else. */
type Fields = Readonly<Record<string, readonly [kind: Kind, what: string]>>;

const OWN: Fields = {
  opacity: ["number", "an opacity"],
  blendMode: ["string", "a blend mode"],
  hidden: ["boolean", "a visibility"],
  showContent: ["boolean", "a clip"],
  maskedGroup: ["boolean", "a mask"],
  transform: ["record", "a transform"],
  shapes: ["list", "layers inside"],
  blur: ["record", "a blur"],
  backgroundBlur: ["record", "a background blur"],
  ...all(["r1", "r2", "r3", "r4"], "corner radii"),
};

const FILL: Fields = { fillOpacity: ["number", "a fill opacity"], fillColorGradient: ["record", "a gradient"] };

const STROKE: Fields = {
  strokeOpacity: ["number", "a stroke opacity"],
  strokeColorGradient: ["record", "a gradient"],
  strokeImage: ["record", "an image"],
  strokeStyle: ["string", "a stroke style"],
  strokeAlignment: ["string", "a stroke alignment"],
  ...all(["strokeWidth", "strokeDash", "strokeGap"], "a stroke width or dash"),
};

const SHADOW: Fields = all(["offsetX", "offsetY", "blur", "spread"], "a shadow's place or size");

const TRANSFORM: Fields = all(["a", "b", "c", "d", "e", "f"], "a transform");

const BLUR: Fields = { value: ["number", "a blur"] };

const LISTS: Readonly<Record<string, string>> = { fills: "fills", strokes: "strokes", shadow: "shadows" };

const LINED: ReadonlySet<string> = new Set(["frame", "rect", "circle", "image", "path", "bool", "text"]);

function all(keys: readonly string[], what: string): Fields {
  return Object.fromEntries(keys.map((key) => [key, ["number", what]]));
}

function faultsInList(source: Unknown, key: string, fields: Fields): string[] {
  const value = source[key];
  if (value === undefined || value === null) return [];
  const items = listOf(value).filter((item) => item !== null && item !== undefined);
  if (!Array.isArray(value) || !items.every(isRecord)) return [LISTS[key] ?? key];
  return items.flatMap((item) => faultsIn(shown(item), fields));
}

function faultsIn(source: Unknown, fields: Fields): string[] {
  const faults: string[] = [];
  for (const key in fields) {
    const [kind, what] = fields[key] ?? ["number", ""];
    const value = source[key];
    // A number that is none is a number still, with a default of its own in each place.
    if (value !== undefined && value !== null && !isOf(kind, value)) faults.push(what);
  }
  return faults;
}

function isOf(kind: Kind, value: unknown): boolean {
  if (kind === "list") return Array.isArray(value);
  return kind === "record" ? isRecord(value) : typeof value === kind;
}

/** What is switched off is not missed. */
function shown(source: Unknown): Unknown {
  return source["hidden"] === true ? {} : source;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
