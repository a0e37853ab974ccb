/** Which nodes a node needs. */
export type Needs = (node: number) => readonly number[];

interface Search {
  needs: Needs;
  index: Int32Array;
  low: Int32Array;
  waiting: Uint8Array;
  /** Nodes whose group is not closed yet. */
  open: number[];
  next: number;
  groups: (readonly number[])[];
}

/** The groups of nodes that need each other in a circle (Tarjan's strongly connected components, without recursion); `size` is past the highest node. */
export function findCycles(nodes: Iterable<number>, size: number, needs: Needs): readonly (readonly number[])[] {
  const index = new Int32Array(size).fill(-1);
  const search: Search = { needs, index, low: new Int32Array(size), waiting: new Uint8Array(size), open: [], next: 0, groups: [] };
  for (const node of nodes) if (index[node] === -1) searchFrom(search, node);
  return search.groups;
}

function searchFrom(search: Search, root: number): void {
  const { needs, index, low, waiting } = search;
  const path = [root];
  const edges = [0];
  visit(search, root);
  for (let node = path.at(-1); node !== undefined; node = path.at(-1)) {
    const edge = edges.at(-1) ?? 0;
    const target = needs(node)[edge];
    if (target !== undefined) {
      edges[edges.length - 1] = edge + 1;
      if (index[target] === -1) {
        visit(search, target);
        path.push(target);
        edges.push(0);
      } else if (waiting[target]) low[node] = Math.min(low[node] ?? 0, index[target] ?? 0);
      continue;
    }
    path.pop();
    edges.pop();
    const parent = path.at(-1);
    if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[node] ?? 0);
    if (low[node] === index[node]) closeGroup(search, node);
  }
}

function visit(search: Search, node: number): void {
  search.index[node] = search.next;
  search.low[node] = search.next;
  search.next++;
  search.waiting[node] = 1;
  search.open.push(node);
}

function closeGroup({ needs, open, waiting, groups }: Search, first: number): void {
  const group = open.splice(open.lastIndexOf(first));
  for (const node of group) waiting[node] = 0;
  if (group.length > 1 || needs(first).includes(first)) groups.push(group);
}
