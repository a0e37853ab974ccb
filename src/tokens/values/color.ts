import { colorsNamed } from "culori/fn";

/** A colour as it was written: channels 0…255 (not whole numbers for hsl), alpha 0…1, and the way it was written as TinyColor names it. */
export interface Color {
  red: number;
  green: number;
  blue: number;
  alpha: number;
  format: "hex" | "hex8" | "rgb" | "prgb" | "hsl" | "hsv" | "name";
}

type Channels = readonly [red: number, green: number, blue: number];

const LONGEST = 1000;
const NUMBER = String.raw`([-+]?\d*\.\d+%?|[-+]?\d+%?)`;
const SEPARATOR = String.raw`[,|\s]+`;
const THREE = String.raw`[\s|(]+${NUMBER}${SEPARATOR}${NUMBER}${SEPARATOR}${NUMBER}`;
const NOTATIONS = ["rgb", "hsl", "hsv"].flatMap((space) => [
  { space, pattern: new RegExp(space + THREE) },
  { space, pattern: new RegExp(`${space}a${THREE}${SEPARATOR}${NUMBER}`) },
]);
const HEX = /^#?([0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
// TinyColor knows one more name than CSS.
const NAMES: ReadonlyMap<string, number> = new Map([...Object.entries(colorsNamed), ["burntsienna", 0xea7e5d]]);

/** Reads a colour as TinyColor does, which Penpot uses (file-model §6.7): notations are found anywhere in the text. */
export function parseColor(text: string): Color | undefined {
  if (text.length > LONGEST) return undefined;
  const color = text.trim().toLowerCase();
  if (color.startsWith("#")) return readHex(color);
  const named = NAMES.get(color);
  if (named !== undefined) return { ...fromChannels([named >> 16, (named >> 8) & 255, named & 255], "1"), format: "name" };
  if (color === "transparent") return { red: 0, green: 0, blue: 0, alpha: 0, format: "name" };
  for (const { space, pattern } of NOTATIONS) {
    const found = pattern.exec(color);
    if (found) return fromNotation(space, found.slice(1));
  }
  return readHex(color);
}

/** Whether Penpot takes a text for a colour: hexadecimal ones need their `#`. */
export function parseValidColor(text: string): Color | undefined {
  const color = parseColor(text);
  return color?.format.startsWith("hex") && !text.startsWith("#") ? undefined : color;
}

/** The colour as `#rrggbb`, without its alpha. */
export function toHex({ red, green, blue }: Color): string {
  return `#${[red, green, blue].map((channel) => Math.round(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** The colour as Penpot's resolver prints it: `#rrggbb` when opaque, else `rgba(r, g, b, a)` with two digits of alpha. */
export function printColor(color: Color): string {
  if (color.alpha === 1) return toHex(color);
  const channels = [color.red, color.green, color.blue].map(Math.round);
  return `rgba(${channels.join(", ")}, ${Math.round(color.alpha * 100) / 100})`;
}

function readHex(text: string): Color | undefined {
  const hex = HEX.exec(text)?.[1];
  return hex === undefined ? undefined : fromHex(hex);
}

function fromHex(hex: string): Color {
  const long = hex.length < 6 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const channel = (at: number) => Number.parseInt(long.slice(at, at + 2), 16);
  const isHex8 = long.length === 8;
  return { red: channel(0), green: channel(2), blue: channel(4), alpha: isHex8 ? channel(6) / 255 : 1, format: isHex8 ? "hex8" : "hex" };
}

function fromNotation(space: string, parts: readonly (string | undefined)[]): Color {
  const [first = "", second = "", third = "", alpha = "1"] = parts;
  if (space === "rgb") {
    const channels = [toFraction(first, 255) * 255, toFraction(second, 255) * 255, toFraction(third, 255) * 255] as const;
    return { ...fromChannels(channels, alpha), format: first.endsWith("%") ? "prgb" : "rgb" };
  }
  const hue = toFraction(first, 360);
  const saturation = toFraction(toPercentage(second), 100);
  const last = toFraction(toPercentage(third), 100);
  if (space === "hsl") return { ...fromChannels(fromHsl(hue, saturation, last), alpha), format: "hsl" };
  return { ...fromChannels(fromHsv(hue, saturation, last), alpha), format: "hsv" };
}

function fromChannels(channels: Channels, alpha: string): Omit<Color, "format"> {
  const [red, green, blue] = channels.map((channel) => {
    const bounded = Math.min(255, Math.max(channel, 0));
    // TinyColor rounds what could be taken for a share of 1.
    return bounded < 1 ? Math.round(bounded) : bounded;
  });
  const opacity = Number.parseFloat(alpha);
  return { red: red ?? 0, green: green ?? 0, blue: blue ?? 0, alpha: opacity >= 0 && opacity <= 1 ? opacity : 1 };
}

/** A number or percentage as a share of `max`, with TinyColor's cut of percentages to whole hundredths. */
function toFraction(text: string, max: number): number {
  const isOne = text.includes(".") && Number.parseFloat(text) === 1;
  const isPercentage = isOne || text.includes("%");
  let number = Math.min(max, Math.max(0, isOne ? 100 : Number.parseFloat(text)));
  if (isPercentage) number = Math.trunc(number * max) / 100;
  return Math.abs(number - max) < 0.000001 ? 1 : (number % max) / max;
}

function toPercentage(text: string): string {
  return Number(text) <= 1 ? `${Number(text) * 100}%` : text;
}

function fromHsl(hue: number, saturation: number, lightness: number): Channels {
  if (saturation === 0) return [lightness * 255, lightness * 255, lightness * 255];
  const q = lightness < 0.5 ? lightness * (1 + saturation) : lightness + saturation - lightness * saturation;
  const p = 2 * lightness - q;
  return [toChannel(p, q, hue + 1 / 3) * 255, toChannel(p, q, hue) * 255, toChannel(p, q, hue - 1 / 3) * 255];
}

function toChannel(p: number, q: number, turn: number): number {
  let t = turn;
  if (t < 0) t += 1;
  if (t > 1) t -= 1;
  if (t < 1 / 6) return p + (q - p) * 6 * t;
  if (t < 1 / 2) return q;
  return t < 2 / 3 ? p + (q - p) * (2 / 3 - t) * 6 : p;
}

function fromHsv(hue: number, saturation: number, value: number): Channels {
  const sector = Math.floor(hue * 6);
  const rest = hue * 6 - sector;
  const p = value * (1 - saturation);
  const q = value * (1 - rest * saturation);
  const t = value * (1 - (1 - rest) * saturation);
  const sectors: readonly Channels[] = [
    [value, t, p],
    [q, value, p],
    [p, value, t],
    [p, q, value],
    [t, p, value],
    [value, p, q],
  ];
  const [red, green, blue] = sectors[sector % 6] ?? [0, 0, 0];
  return [red * 255, green * 255, blue * 255];
}
