import type { Component, Design } from "../../src/design.ts";

/** A complete design with nothing in it but what is told. */
export function createDesign(parts: Partial<Design> = {}): Design {
  return {
    channel: "transit",
    id: "00000000-0000-8000-8000-000000000001",
    name: "Icons",
    revn: 1,
    vern: 0,
    isShared: false,
    pages: [],
    components: [],
    colors: [],
    typographies: [],
    complete: true,
    problems: [],
    ...parts,
  };
}

/** Components of those names, each with an id made of its place in the list. */
export function createComponents(...names: string[]): Component[] {
  return names.map((name, index) => ({ id: `c${index + 1}`, name, path: [], pageId: "p1", rootId: `r${index + 1}`, deleted: false }));
}
