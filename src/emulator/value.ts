import { instant, keyword, tagged, transitSet, uuid } from "../transit/index.ts";
import { isUuid } from "./ids.ts";
import { toPathBytes } from "./path-data.ts";

/** A value that JSON and Transit show in unrelated forms; both are made only when asked for. */
export interface TwoForms {
  toJson(): unknown;
  /** Must give something `encodeTransit` takes as it is. */
  toTransit(): unknown;
}

const TWO_FORMS = Symbol("two forms");

/** Marks a value as having two forms, wherever in an answer it stands. */
export function twoForms(forms: TwoForms): unknown {
  return { [TWO_FORMS]: forms };
}

function formsOf(value: unknown): TwoForms | undefined {
  return typeof value === "object" && value !== null ? (value as { [TWO_FORMS]?: TwoForms })[TWO_FORMS] : undefined;
}

// Which JSON strings are keywords, ids and so on in Transit is not in the archive: these lists were read off recorded files.
const KEYWORD_KEYS = new Set(
  "alignSelf animationType axis blendMode boolType code constraintsH constraintsV direction easing eventType actionType growType justifySelf layout layoutAlignContent layoutAlignItems layoutFlexDir layoutGapType layoutGridDir layoutItemAlignSelf layoutItemHSizing layoutItemMarginType layoutItemVSizing layoutJustifyContent layoutJustifyItems layoutPaddingType layoutWrapType overlayPosType position section strokeAlignment strokeCapEnd strokeCapStart strokeStyle style type way".split(
    " ",
  ),
);
const UUID_KEYS = new Set("componentFile destination mainInstancePage positionRelativeTo shapeRef shapes pages startingFrame".split(" "));
const NOT_UUID_KEYS = new Set(["fontId", "fontVariantId", "externalId"]);
const UUID_SET_KEYS = new Set(["mentions", "participants", "ids"]);
const RECORD_TAGS: Readonly<Record<string, string>> = {
  selrect: "rect",
  svgViewbox: "rect",
  transform: "matrix",
  transformInverse: "matrix",
  position: "point",
  overlayPosition: "point",
};
/** Of text, which has a `direction` too; there it is a string. */
const TEXT_DIRECTIONS = new Set(["ltr", "rtl"]);
const ISO_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A value of the API's JSON form as `encodeTransit` wants it: ids, instants, keywords, sets and records are told by key (file-model.md §1.5). */
export function toTransitValue(value: unknown, key = ""): unknown {
  const forms = formsOf(value);
  if (forms) return forms.toTransit();
  if (typeof value === "string") return toScalar(value, key);
  if (Array.isArray(value)) return toCollection(value, key);
  if (typeof value !== "object" || value === null) return value;
  if (key === "appliedTokens") return value;
  if (key === "svgAttrs") return toSvgAttributes(value);
  if (key === "pluginData") return toPluginData(value);
  const entries = Object.entries(value);
  if (key === "objects") return new Map(entries.map(([id, shape]) => [uuid(id), tagged("shape", toShape(shape))]));
  if (entries.length > 0 && entries.every(([name]) => isUuid(name)))
    return new Map(entries.map(([id, item]) => [uuid(id), toTransitValue(item)]));
  const tag = RECORD_TAGS[key];
  const plain = Object.fromEntries(entries.map(([name, item]) => [name, toTransitValue(item, name)]));
  return tag ? tagged(tag, plain) : plain;
}

function toScalar(value: string, key: string): unknown {
  if (KEYWORD_KEYS.has(key)) return TEXT_DIRECTIONS.has(value) ? value : keyword(value);
  if (isUuidKey(key) && isUuid(value)) return uuid(value);
  if (key.endsWith("At") && ISO_TIME.test(value)) return instant(value);
  return value;
}

function isUuidKey(key: string): boolean {
  if (NOT_UUID_KEYS.has(key)) return false;
  return key === "id" || UUID_KEYS.has(key) || key.endsWith("Id") || key.endsWith("RefFile");
}

function toCollection(items: readonly unknown[], key: string): unknown {
  if (key === "points") return items.map((item) => tagged("point", item));
  if (key === "migrations") return tagged("ordered-set", items);
  if (key === "features") return transitSet(items);
  if (key === "touched") return transitSet(items.map((item) => keyword(String(item))));
  if (UUID_SET_KEYS.has(key)) return transitSet(items.map((item) => (isUuid(item) ? uuid(item) : item)));
  return items.map((item) => toTransitValue(item, typeof item === "string" ? key : ""));
}

function toShape(shape: unknown): unknown {
  const { content, ...rest } = shape as { content?: unknown; type?: string };
  const plain = toTransitValue(rest) as Record<string, unknown>;
  if (content === undefined) return plain;
  const isPath = rest.type === "path" || rest.type === "bool";
  return { ...plain, content: isPath ? tagged("penpot/path-data", toPathBytes(content)) : toTextNode(content) };
}

/** Text content holds strings where shapes have keywords and instants; only its fills and ids are as elsewhere (file-model.md §2.6). */
function toTextNode(node: unknown): unknown {
  if (typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) return toTransitValue(node);
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      if (key === "children" && Array.isArray(value)) return [key, value.map(toTextNode)];
      return [key, typeof value === "string" && !isUuidKey(key) ? value : toTransitValue(value, key)];
    }),
  );
}

/** SVG attributes and their `style` have keywords in React's camelCase for keys. */
function toSvgAttributes(attributes: object): unknown {
  return new Map(
    Object.entries(attributes).map(([name, value]) => [
      keyword(name),
      typeof value === "object" && value !== null ? toSvgAttributes(value) : value,
    ]),
  );
}

/** Plugin data has keyword namespaces but string keys inside; both stay as they are. */
function toPluginData(value: object): unknown {
  const toData = (data: unknown): unknown => (typeof data === "object" && data !== null ? new Map(Object.entries(data)) : data);
  return new Map(Object.entries(value).map(([namespace, data]) => [keyword(namespace), toData(data)]));
}

/** A value in the API's JSON form, with the marked parts resolved. */
export function toJsonValue(value: unknown): unknown {
  const forms = formsOf(value);
  if (forms) return forms.toJson();
  if (Array.isArray(value)) return value.map(toJsonValue);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJsonValue(item)]));
}

/** JSON as Penpot prints it: pure ASCII, `/` escaped (file-model.md §1.5, integration.md §1.2). */
export function printJson(value: unknown, options: { indent?: number } = {}): string {
  const text = JSON.stringify(value, undefined, options.indent);
  return text.replace(/[\u007f-\uffff/]/g, (char) => (char === "/" ? "\\/" : `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`));
}
