import { describe, expect, it } from "vitest";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import type { Design, Token } from "../../../src/design.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { toComparable } from "../../support/comparable-design.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";

const designs = { v1: readAll("v1"), v2: readAll("v2") };

function readAll(version: string): { transit: Design; json: Design; archive: Design } {
  const path = `penpot/acme/acme.${version}`;
  return {
    transit: toDesign(decodeTransit(readFixture(`${path}.get-file.transit.json`)), "transit"),
    json: toDesign(JSON.parse(readFixture(`${path}.get-file.json`)), "json"),
    archive: readArchive(readFixtureBytes(`${path}.penpot`)).design(),
  };
}

function tokensOf(design: Design, set: string): readonly Token[] {
  return design.tokens?.sets.find(({ name }) => name === set)?.tokens ?? [];
}

describe.each(["v1", "v2"] as const)("Acme %s", (version) => {
  const { transit, json, archive } = designs[version];

  it("is read completely over every channel", () => {
    for (const design of [transit, json, archive]) expect(design).toMatchObject({ complete: true, problems: [] });
    expect([transit.channel, json.channel, archive.channel]).toEqual(["transit", "json", "archive"]);
  });

  it("is the same over every channel, save what JSON and archives lose", () => {
    expect(toComparable(transit)).toEqual(toComparable(json));
    expect(toComparable(archive)).toEqual(toComparable(json));
  });

  it("has ids and the design's order of tokens over Transit only", () => {
    const expected = JSON.parse(readFixture(`penpot/acme/acme.${version}.token-ids.json`)) as {
      set: string;
      id: string;
      tokens: { name: string; id: string }[];
    }[];
    const read = transit.tokens?.sets.map(({ id, name, tokens }) => ({
      set: name,
      id,
      tokens: tokens.map((token) => ({ name: token.name, id: token.id })),
    }));
    expect(read).toEqual(
      expected.map(({ set, id, tokens }) => ({ set, id, tokens: tokens.map(({ name, id: tokenId }) => ({ name, id: tokenId })) })),
    );
    for (const design of [json, archive]) {
      const tokens = design.tokens?.sets.flatMap((set) => set.tokens) ?? [];
      expect(tokens.every((token) => token.id === undefined && token.modifiedAt === undefined)).toBe(true);
      const names = tokensOf(design, "core").map(({ name }) => name);
      expect(names).toEqual([...names].sort());
    }
  });
});

describe("Acme v1 and v2", () => {
  const { v1, v2 } = designs;
  const facts = JSON.parse(readFixture("penpot/acme/expected-diff.v1-v2.json"));

  it("differ in revn and modifiedAt as the backend said", () => {
    expect([v1.json.revn, v2.json.revn]).toEqual([facts.from.revn, facts.to.revn]);
    expect(v1.transit.modifiedAt).toBe("2026-11-21T18:28:44.827Z");
    expect(v2.json.modifiedAt).toBe("2026-11-21T18:30:39.668Z");
  });

  it("show the renamed token under its id and in its place", () => {
    const [{ tokenId, set, from, to }] = facts.tokensRenamed;
    const before = tokensOf(v1.transit, set).findIndex(({ id }) => id === tokenId);
    expect(tokensOf(v1.transit, set)[before]?.name).toBe(from);
    expect(tokensOf(v2.transit, set)[before]).toMatchObject({ id: tokenId, name: to });
  });

  it("show the changed token value over every channel", () => {
    const [{ set, name, from, to }] = facts.tokensChanged;
    for (const channel of ["transit", "json", "archive"] as const) {
      const valueIn = (design: Design): unknown => tokensOf(design, set).find((token) => token.name === name)?.value;
      expect([valueIn(v1[channel]), valueIn(v2[channel])]).toEqual([from, to]);
    }
  });

  it("show the changed library colour", () => {
    const [{ id, path, name, from, to }] = facts.libraryColorsChanged;
    const colorOf = (design: Design) => design.colors.find((color) => color.id === id);
    expect(colorOf(v1.transit)).toMatchObject({ path: [path], name, color: from, opacity: 1 });
    expect(colorOf(v2.transit)).toMatchObject({ color: to });
  });

  it("show the deleted and the added component", () => {
    const find = (design: Design, id: string) => design.components.find((component) => component.id === id);
    const [{ componentId: gone }] = facts.componentsDeleted;
    const [{ componentId: added, path, name }] = facts.componentsAdded;
    expect([find(v1.transit, gone)?.deleted, find(v2.transit, gone)?.deleted]).toEqual([false, true]);
    expect(find(v1.transit, added)).toBeUndefined();
    expect(find(v2.transit, added)).toMatchObject({ path: [path], name, deleted: false });
  });

  it("show the moved point of a path", () => {
    const [{ componentId, shapeId, content }] = facts.componentsChanged;
    const contentOf = (design: Design): unknown => {
      const component = design.components.find(({ id }) => id === componentId);
      return design.pages.find(({ id }) => id === component?.pageId)?.objects[shapeId]?.content;
    };
    expect([contentOf(v1.transit), contentOf(v2.transit)]).toEqual([content.from, content.to]);
  });

  it("have every live component's main instance on its page", () => {
    for (const { components, pages } of [v1.transit, v2.transit]) {
      const missing = components.filter(
        ({ pageId, rootId, deleted }) => !deleted && !pages.find(({ id }) => id === pageId)?.objects[rootId],
      );
      expect(missing).toEqual([]);
    }
  });

  it("read the token library's sets, themes and active names in the design's order", () => {
    expect(v1.transit.tokens).toMatchObject({
      sets: ["core", "light", "dark", "component"].map((name) => ({ name })),
      themes: [
        { id: "acme-light", name: "light", group: "mode", isSource: false, sets: ["core", "light", "component"] },
        { id: "acme-dark", name: "dark", group: "mode", sets: ["core", "dark", "component"] },
      ],
      activeThemes: ["mode/light"],
      activeSets: ["core", "light", "component"],
    });
  });
});
