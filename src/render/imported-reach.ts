import type { Shape } from "../design.ts";
import type { Presentation } from "./imported.ts";
import type { Scene } from "./scene.ts";

/**
 * Whether an import may make the content of a board reach farther than its layers say: by strokes and markers that
 * groups hand down, by filters, by moves, and by elements that Penpot could not model.
 */
export function mayReachFar(scene: Scene, board: Shape, inherited: Presentation): boolean {
  if (hasLine(inherited)) return true;
  const waiting = [...scene.children(board)];
  for (let shape = waiting.pop(); shape; shape = waiting.pop()) {
    const { all } = scene.imported(shape);
    if (shape.type === "svg-raw" || all.filter !== undefined || all.transform !== undefined) return true;
    // A leaf's own stroke is known to its reach.
    if (hasLine(shape.type === "group" ? all : { ...all, stroke: "none" })) return true;
    for (const child of scene.children(shape)) waiting.push(child);
  }
  return false;
}

function hasLine({ stroke = "none", ...rest }: Presentation): boolean {
  return stroke !== "none" || [rest["marker-start"], rest["marker-mid"], rest["marker-end"]].some((marker) => marker !== undefined);
}
