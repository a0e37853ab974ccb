import { isRawList, isRawMap, type Raw, toRaw } from "./raw.ts";

/** A value as Penpot's import takes it: font names in a text become a list, one shadow a list of one (file-model §6.2). Undefined when it is nested too deeply. */
export function normalise(type: string, value: unknown): Raw | undefined {
  const raw = toRaw(value);
  if (raw === undefined || typeof raw === "number") return raw;
  if (type === "fontFamilies") return splitFonts(raw);
  if (type === "typography" && isRawMap(raw)) return mapEntry(raw, "fontFamilies", splitFonts);
  if (type === "shadow" && isRawMap(raw)) return [mapEntry(raw, "inset", toInset)];
  if (type === "shadow" && isRawList(raw)) return raw.map((layer) => (isRawMap(layer) ? mapEntry(layer, "inset", toInset) : layer));
  return raw;
}

function splitFonts(raw: Raw): Raw {
  if (typeof raw !== "string") return raw;
  return raw
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}

function toInset(raw: Raw): Raw {
  if (raw === "true") return true;
  return raw === "false" || raw === null ? false : raw;
}

function mapEntry(map: ReadonlyMap<string, Raw>, key: string, change: (value: Raw) => Raw): Raw {
  const value = map.get(key);
  return value === undefined ? map : new Map(map).set(key, change(value));
}
