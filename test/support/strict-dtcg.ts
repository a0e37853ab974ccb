const TYPES = new Map<string, (value: unknown) => boolean>([
  ["color", isColor],
  ["dimension", isDimension],
  ["number", isNumber],
  [
    "fontFamily",
    (value) => typeof value === "string" || (Array.isArray(value) && value.length > 0 && value.every((name) => typeof name === "string")),
  ],
  ["fontWeight", (value) => isNumber(value) && Number(value) >= 1 && Number(value) <= 1000],
  [
    "typography",
    (value) =>
      hasParts(value, {
        fontFamily: "fontFamily",
        fontSize: "dimension",
        fontWeight: "fontWeight",
        letterSpacing: "dimension",
        lineHeight: "number",
      }),
  ],
  ["shadow", isShadow],
]);
const TOKEN_KEYS = new Set(["$type", "$value", "$description", "$extensions"]);
const NAME = /^[^${}.][^{}.]*$/;

/** What is wrong with a Design Tokens document, read by the rules of the format's 2025.10 schema; aliases must point to a token of their type. */
export function findDtcgMistakes(document: unknown): string[] {
  const tokens = new Map<string, Record<string, unknown>>();
  const mistakes: string[] = [];
  const walk = (node: Record<string, unknown>, path: readonly string[]) => {
    if ("$value" in node) {
      for (const key of Object.keys(node)) if (!TOKEN_KEYS.has(key)) mistakes.push(`${path.join(".")} has ${key}`);
      tokens.set(path.join("."), node);
      return;
    }
    for (const [name, child] of Object.entries(node)) {
      if (name === "$extensions") continue;
      if (!NAME.test(name)) mistakes.push(`${[...path, name].join(".")} has a forbidden name`);
      else walk(child as Record<string, unknown>, [...path, name]);
    }
  };
  walk(document as Record<string, unknown>, []);
  for (const [name, token] of tokens) {
    const type = String(token["$type"]);
    if (!isOfType(type, token["$value"])) mistakes.push(`${name} is no ${type}: ${JSON.stringify(token["$value"])}`);
    for (const [alias, wanted] of aliasesOf(type, token["$value"])) {
      const target = tokens.get(alias);
      if (target?.["$type"] !== wanted) mistakes.push(`${name} refers to ${alias}, which is no ${wanted}`);
    }
  }
  return mistakes;
}

const PARTS = {
  fontFamily: "fontFamily",
  fontSize: "dimension",
  fontWeight: "fontWeight",
  letterSpacing: "dimension",
  lineHeight: "number",
  color: "color",
  offsetX: "dimension",
  offsetY: "dimension",
  blur: "dimension",
  spread: "dimension",
};

function aliasesOf(type: string, value: unknown): [string, string][] {
  if (isAlias(value)) return [[String(value).slice(1, -1), type]];
  if (typeof value !== "object" || value === null) return [];
  const layers = Array.isArray(value) ? value : [value];
  return layers.flatMap((layer) =>
    Object.entries(PARTS).flatMap(([part, wanted]) => aliasesOf(wanted, (layer as Record<string, unknown>)[part])),
  );
}

function isOfType(type: string, value: unknown): boolean {
  return TYPES.has(type) && (isAlias(value) || TYPES.get(type)?.(value) === true);
}

function isAlias(value: unknown): boolean {
  return typeof value === "string" && /^\{[^${}.][^{}.]*(\.[^${}.][^{}.]*)*\}$/.test(value);
}

function isNumber(value: unknown): boolean {
  return typeof value === "number" && Number.isFinite(value);
}

function isColor(value: unknown): boolean {
  const { colorSpace, components, alpha, hex, ...rest } = value as Record<string, unknown>;
  const isShare = (share: unknown) => isNumber(share) && Number(share) >= 0 && Number(share) <= 1;
  return (
    colorSpace === "srgb" &&
    Array.isArray(components) &&
    components.length === 3 &&
    components.every(isShare) &&
    isShare(alpha) &&
    /^#[0-9a-f]{6}$/.test(String(hex)) &&
    Object.keys(rest).length === 0
  );
}

function isDimension(value: unknown): boolean {
  const { value: number, unit, ...rest } = value as Record<string, unknown>;
  return isNumber(number) && unit === "px" && Object.keys(rest).length === 0;
}

function isShadow(value: unknown): boolean {
  const parts = { color: "color", offsetX: "dimension", offsetY: "dimension", blur: "dimension", spread: "dimension" };
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((layer) => typeof layer.inset === "boolean" && hasParts(layer, parts, ["inset"]))
  );
}

function hasParts(value: unknown, parts: Record<string, string>, others: readonly string[] = []): boolean {
  const keys = Object.keys(value as object).filter((key) => !others.includes(key));
  return (
    keys.length === Object.keys(parts).length && keys.every((key) => isOfType(parts[key] ?? "", (value as Record<string, unknown>)[key]))
  );
}
