import type { Sketch } from "./sketch.ts";
import { attributesOf, childrenOf, GRADIENTS, type SvgNode, tagOf } from "./svg-node.ts";
import { toReference } from "./svg-values.ts";

const MOST_NODES = 10_000;
const MOST_NODES_IN_ALL = 200_000;
const DEEPEST = 100;

/** What is too much in a definition and all it refers to, counted as often as it would be painted. */
export function faultOf(sketch: Sketch, index: ReadonlyMap<string, SvgNode>, root: SvgNode): string | undefined {
  const above = new Set<SvgNode>();
  let nodes = 0;
  function visit(node: SvgNode): string | undefined {
    if (typeof node === "string") return undefined;
    if (above.has(node)) return "that refers to itself";
    nodes += 1;
    sketch.spent.importedNodes += 1;
    if (sketch.spent.importedNodes > MOST_NODES_IN_ALL) return "after more than can be shown";
    if (nodes > MOST_NODES) return `of more than ${MOST_NODES} elements`;
    if (above.size >= DEEPEST) return `of more than ${DEEPEST} levels`;
    above.add(node);
    for (const next of [...childrenOf(node), ...targetsOf(index, node)]) {
      const fault = visit(next);
      if (fault !== undefined) return fault;
    }
    above.delete(node);
    return undefined;
  }
  return visit(root);
}

function targetsOf(index: ReadonlyMap<string, SvgNode>, node: SvgNode): SvgNode[] {
  // A gradient takes from its chain once, however long or round that is.
  if (GRADIENTS.has(tagOf(node))) return [];
  return Object.values(attributesOf(node)).flatMap((value): SvgNode[] => {
    const id = toReference(value)?.id ?? (typeof value === "string" && value.startsWith("#") ? value.slice(1) : undefined);
    const target = id === undefined ? undefined : index.get(id);
    return target === undefined ? [] : [target];
  });
}
