import { layersOf, nameOf } from "../../assets/layers.ts";
import type { Design } from "../../design.ts";
import { UserError } from "../../errors.ts";
import { nearest } from "../../yaml.ts";

/** What was asked for: globs and ids as they were typed. */
export interface Asked {
  component: readonly string[];
  board: readonly string[];
  shape: readonly string[];
  page: readonly string[];
  id: readonly string[];
}

const MOST_NAMES = 10;

/** The error for a look at nothing, with the names that may have been meant. */
export function nothingFits(archive: string, design: Design, asked: Asked): UserError {
  const { component, board, shape, page, id } = asked;
  const typed = Object.entries({ component, board, shape, page, id }).flatMap(([name, values]) =>
    values.map((value) => `--${name} ${value}`),
  );
  const wantsLayers = board.length + shape.length > 0;
  if (!wantsLayers && componentNames(design).length === 0 && id.length === 0) {
    return new UserError("NOTHING_FITS", `The file ${JSON.stringify(design.name)} in ${archive} has no components to draw.`, {
      hint: `--board draws boards instead: ${toBoardHint(design)}`,
    });
  }
  const kind =
    board.length > 0 ? "board" : shape.length > 0 ? "layer" : id.length > 0 && component.length === 0 ? "shown layer" : "component";
  const names = board.length > 0 ? layerNames(design, true) : shape.length > 0 ? layerNames(design, false) : componentNames(design);
  const what = typed.length > 0 ? `fits ${typed.join(" ")}` : "is shown";
  return new UserError("NOTHING_FITS", `No ${kind} in ${archive} ${what}.`, { hint: toHint([...component, ...board, ...shape], names) });
}

function toHint(globs: readonly string[], names: readonly string[]): string {
  const groups = new Set(names.flatMap(groupsOf).map((group) => `${group}/**`));
  const meant = globs.flatMap((glob) => nearest(glob, [...names, ...groups]) ?? []);
  if (meant.length > 0) return `Did you mean ${meant.map((name) => JSON.stringify(name)).join(" and ")}?`;
  return `There ${names.length === 1 ? "is" : "are"} ${listNames(names)}. A name of which a part starts with . or _ must be named.`;
}

function toBoardHint(design: Design): string {
  const boards = layerNames(design, true);
  return boards.length > 0
    ? `there ${boards.length === 1 ? "is" : "are"} ${listNames(boards)}.`
    : 'but it has no boards either; --shape "**" draws layers.';
}

function listNames(names: readonly string[]): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, MOST_NAMES).map((name) => JSON.stringify(name));
  return names.length > MOST_NAMES ? `${shown.join(", ")} and ${names.length - MOST_NAMES} more` : shown.join(", ");
}

function componentNames({ components }: Design): string[] {
  const live = components.filter(({ deleted }) => !deleted);
  return [...new Set(live.map(({ path, name }) => [...path, name].join("/")))];
}

function layerNames({ pages }: Design, isBoard: boolean): string[] {
  const layers = pages.flatMap((page) => [...layersOf(page)]).filter(({ shape }) => !isBoard || shape.type === "frame");
  return [...new Set(layers.map(({ page, around, shape }) => [page.name, ...around, nameOf(shape)].join("/")))];
}

/** `a` and `a/b` of `a/b/c`. */
function groupsOf(name: string): string[] {
  const parts = name.split("/");
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join("/"));
}
