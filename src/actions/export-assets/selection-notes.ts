import type { Context } from "../../action.ts";
import { type Asset, selectAssets, subjectOf, toAssetLabel, toFullName, unknownIds } from "../../assets/index.ts";
import type { Component, Design } from "../../design.ts";
import type { Note } from "../../run.ts";
import { shortList } from "../lists.ts";
import type { Options } from "./input.ts";

const MOST_SHOWN = 5;

/** What is to be said of a selection that found less than it asked for. */
export function noteSelection(assets: readonly Asset[], { select }: Options, { design }: Context): Note[] {
  const unknown = unknownIds(assets, select);
  return [
    ...(unknown.length > 0 ? [warn(`Nothing that is shown and fits has the ids ${shortList(unknown, MOST_SHOWN)}.`)] : []),
    ...(assets.length === 0 ? [nothingSelected(select, design)] : []),
    ...notePrivate(assets, select, design),
  ];
}

function nothingSelected(select: Options["select"], design: Design): Note {
  const subject = subjectOf(select);
  if (subject === "components") {
    const live = design.components.filter(({ deleted }) => !deleted).length;
    return warn(`No component fits ${JSON.stringify({ components: "**", ...select })}; the design has ${live}.`);
  }
  const pages = design.pages.map(({ name }) => JSON.stringify(name));
  const noun = subject === "boards" ? "board" : subject === "presets" ? "layer with an export preset" : "layer";
  return warn(`No ${noun} fits ${JSON.stringify(select)}; the pages are ${shortList(pages, MOST_SHOWN)}.`);
}

/** Who names a component _draft knows; who does not find it should be told why. */
function notePrivate(assets: readonly Asset[], select: Options["select"], design: Design): Note[] {
  const hidden = leftOut(assets, select, design);
  if (hidden.length === 0) return [];
  const names = shortList(
    hidden.map((asset) => JSON.stringify(toAssetLabel(asset))),
    MOST_SHOWN,
  );
  const verb = hidden.length === 1 ? "is" : "are";
  const message = `${hidden.length} of what fits ${verb} left out, because a part of the name starts with . or _: ${names}. A pattern that names such a part takes it in.`;
  return [{ level: "info", message }];
}

/** What fits but for its private name. What is asked for by id is not left out. */
function leftOut(assets: readonly Asset[], select: Options["select"], design: Design): Asset[] {
  const subject = subjectOf(select);
  if (select.id !== undefined) return [];
  const ids =
    subject === "components"
      ? design.components.filter(isPrivate).map(({ id }) => id)
      : design.pages.flatMap(({ objects }) => Object.keys(objects));
  if (ids.length === 0) return [];
  const all = selectAssets(design, { ...select, ...(subject === "components" && { components: select.components ?? "**" }), id: ids });
  const chosen = new Set(assets.map(toKey));
  return all.filter((asset) => !chosen.has(toKey(asset)));
}

function isPrivate(component: Component): boolean {
  return /(?:^|\/)[_.]/.test(toFullName(component));
}

function toKey({ page, rootId, component }: Asset): string {
  return `${page?.id} ${rootId} ${component?.id}`;
}

function warn(message: string): Note {
  return { level: "warning", message };
}
