import type { Component, LibraryColor, LibraryTypography } from "../design.ts";
import { compareEntries, isPointer, isRecord, type Report, toInstant, toPath, toText, withoutUndefined } from "./values.ts";

type Entry = Record<string, unknown> & { id: string; name: string };

/** The components of a file's `data`, deleted ones too (file-model.md §3.1). */
export function toComponents(value: unknown, report: Report): Component[] {
  return readEntries("component", value, report).map(toComponent).sort(compareEntries);
}

function toComponent(entry: Entry): Component {
  return withoutUndefined({
    id: entry.id,
    name: entry.name,
    path: toPath(entry.path),
    pageId: toText(entry.mainInstancePage) ?? "",
    rootId: toText(entry.mainInstanceId) ?? "",
    deleted: entry.deleted === true,
    variant: toVariant(entry),
    annotation: toText(entry.annotation),
    modifiedAt: toInstant(entry.modifiedAt),
  });
}

function toVariant({ variantId, variantProperties }: Entry): Component["variant"] {
  if (typeof variantId !== "string") return undefined;
  const properties = Array.isArray(variantProperties) ? variantProperties.filter(isRecord) : [];
  return { id: variantId, properties: properties.map(({ name, value }) => ({ name: toText(name) ?? "", value: toText(value) ?? "" })) };
}

/** The library colours of a file's `data` (file-model.md §4.1). */
export function toColors(value: unknown, report: Report): LibraryColor[] {
  return readEntries("colour", value, report)
    .flatMap((entry) => toColor(entry, report) ?? [])
    .sort(compareEntries);
}

function toColor(entry: Entry, report: Report): LibraryColor | undefined {
  const paint = toPaint(entry);
  if (!paint) {
    report(`The library colour ${JSON.stringify(entry.name)} (${entry.id}) could not be read: it has no colour, gradient or image.`);
    return undefined;
  }
  const opacity = typeof entry.opacity === "number" ? entry.opacity : 1;
  const modifiedAt = toInstant(entry.modifiedAt);
  return { id: entry.id, name: entry.name, path: toPath(entry.path), opacity, ...paint, ...(modifiedAt && { modifiedAt }) };
}

function toPaint({ color, gradient, image }: Entry): Pick<LibraryColor, "color" | "gradient" | "image"> | undefined {
  if (isRecord(gradient)) return { gradient };
  if (isRecord(image)) return { image };
  const hex = typeof color === "string" ? toHex(color) : undefined;
  return hex ? { color: hex } : undefined;
}

/** `#rgb` and `#RRGGBB` as `#rrggbb`. */
function toHex(color: string): string | undefined {
  const digits = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(color)?.[1]?.toLowerCase();
  if (digits === undefined) return undefined;
  return `#${digits.length === 3 ? digits.replace(/./g, "$&$&") : digits}`;
}

/** The library typographies of a file's `data` (file-model.md §4.2), with Penpot's defaults (§2.6) for what is absent. */
export function toTypographies(value: unknown, report: Report): LibraryTypography[] {
  return readEntries("typography", value, report).map(toTypography).sort(compareEntries);
}

function toTypography(entry: Entry): LibraryTypography {
  const modifiedAt = toInstant(entry.modifiedAt);
  return {
    id: entry.id,
    name: entry.name,
    path: toPath(entry.path),
    fontId: toText(entry.fontId) ?? "sourcesanspro",
    fontFamily: toText(entry.fontFamily) ?? "sourcesanspro",
    fontVariantId: toText(entry.fontVariantId) ?? "regular",
    fontSize: toText(entry.fontSize) ?? "14",
    fontWeight: toText(entry.fontWeight) ?? "400",
    fontStyle: toText(entry.fontStyle) ?? "normal",
    lineHeight: toText(entry.lineHeight) ?? "1.2",
    letterSpacing: toText(entry.letterSpacing) ?? "0",
    textTransform: toText(entry.textTransform) ?? "none",
    ...(modifiedAt && { modifiedAt }),
  };
}

/** The entries of a map of library things; absent means there are none. */
function readEntries(kind: "component" | "colour" | "typography", value: unknown, report: Report): Entry[] {
  if (value === undefined || value === null) return [];
  const plural = kind === "typography" ? "typographies" : `${kind}s`;
  if (isPointer(value)) report(`The ${plural} could not be read: they are a pointer that was not resolved.`);
  else if (!isRecord(value)) report(`The ${plural} could not be read: they are no map.`);
  if (isPointer(value) || !isRecord(value)) return [];
  return Object.entries(value).flatMap(([id, entry]) => {
    if (isRecord(entry)) return [{ ...entry, id, name: toText(entry.name) ?? "" }];
    report(`The ${kind} ${id} could not be read: it is no map.`);
    return [];
  });
}
