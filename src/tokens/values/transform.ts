import { compute } from "../math/compute.ts";
import { isRawList, isRawMap, type Raw, type RawMap } from "../raw.ts";
import { parseColor, printColor } from "./color.ts";

const FADED_HEX = /rgba\(\s*(#[^,\s]+)\s*,\s*(\d*(?:\.\d*|%)*)\s*\)/g;
const GRADIENT = /^(?:repeating-)?(?:linear|radial|conic)-gradient/;

/**
 * What Penpot's resolver makes of a value whose references are filled, before it is read as the token's type; other tokens refer to this
 * (file-model §6.7 steps 3 to 5). `authored`: the value has no references; only then colours are printed anew.
 */
export function transform(type: string, raw: Raw, authored: boolean): Raw {
  if (type === "color") return typeof raw === "string" ? transformColor(raw, authored) : raw;
  if (type === "typography") return isRawMap(raw) ? mapValues(raw, computeRaw) : raw;
  if (type === "shadow") return isRawList(raw) ? raw.map(transformLayer) : raw;
  // Penpot would compute in these too, and then refuse the result: there a sum is only a text.
  if (type === "string" || type === "boolean") return raw;
  const computed = computeRaw(raw);
  if (type === "spacing" || type === "sizing") return addPx(computed);
  return type === "opacity" ? toShare(computed) : computed;
}

function computeRaw(raw: Raw): Raw {
  return typeof raw === "string" ? compute(raw) : raw;
}

function transformColor(text: string, authored: boolean): Raw {
  const computed = compute(text);
  if (typeof computed === "number") return computed;
  const plain = computed.includes("rgba(") ? computed.replace(FADED_HEX, toRgba) : computed;
  if (!authored || GRADIENT.test(plain)) return plain;
  const color = parseColor(plain);
  return color ? printColor(color) : plain;
}

function transformLayer(layer: Raw): Raw {
  if (!isRawMap(layer)) return layer;
  const computed = mapValues(layer, computeRaw);
  const color = computed.get("color");
  return typeof color === "string" && color.includes("rgba(") ? new Map(computed).set("color", color.replace(FADED_HEX, toRgba)) : computed;
}

/** `rgba(#ff0000, 0.5)`, as Tokens Studio writes it, in CSS's way. */
function toRgba(match: string, hex: string, alpha: string): string {
  const color = /^#(?:[0-9a-f]{3,4}){1,2}$/i.test(hex) ? parseColor(hex) : undefined;
  return color ? `rgba(${color.red}, ${color.green}, ${color.blue}, ${alpha})` : match;
}

/** Spacing and sizing get their unit here, so that what refers to them has it too; zero stays bare. */
function addPx(raw: Raw): Raw {
  if (typeof raw === "number") return raw === 0 || Number.isNaN(raw) ? `${raw}` : `${raw}px`;
  if (typeof raw !== "string") return raw;
  const parts = `${raw}`.split(" ");
  return parts.map((part) => (part !== "" && !Number.isNaN(Number(part)) && Number.parseFloat(part) !== 0 ? `${part}px` : part)).join(" ");
}

function toShare(raw: Raw): Raw {
  if (typeof raw !== "string" || !raw.endsWith("%")) return raw;
  const share = Number.parseFloat(raw) / 100;
  return Number.isNaN(share) ? raw : share;
}

function mapValues(map: RawMap, change: (value: Raw) => Raw): RawMap {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
