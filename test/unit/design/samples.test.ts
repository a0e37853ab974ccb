import { describe, expect, it } from "vitest";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import type { Design } from "../../../src/design.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { toComparable } from "../../support/comparable-design.ts";
import { hasSamples, listSamples, readSample, readSampleBytes, samplesNote } from "../../support/read-fixture.ts";

function fromJson(path: string): Design {
  return toDesign(JSON.parse(readSample(path)), "json");
}

function fromTransit(path: string): Design {
  return toDesign(decodeTransit(readSample(path)), "transit");
}

/** The content without the envelope, which archives made by libraries leave out. */
function contentOf(design: Design): unknown {
  const { pages, components, colors, typographies, tokens } = design;
  return toComparable({
    ...design,
    pages,
    components,
    colors,
    typographies,
    ...(tokens && { tokens }),
    revn: 0,
    vern: 0,
    teamId: "",
    projectId: "",
    modifiedAt: "",
  });
}

describe.skipIf(!hasSamples)(`the Penpot samples${samplesNote}`, () => {
  it.each([
    "get-file/bpmn-kit",
    "get-file/design-tokens-math",
    "get-file/qedra-icons",
    "get-file/variants-sample",
    "generated/linked-app",
    "generated/linked-library",
    "generated/rich-sample",
  ])("%s reads alike as JSON and as Transit", (name) => {
    const ending = name.endsWith("qedra-icons") ? "json.gz" : "json";
    const [json, transit] = [fromJson(`${name}.get-file.${ending}`), fromTransit(`${name}.get-file.transit.${ending}`)];
    expect([json.problems, transit.problems]).toEqual([[], []]);
    expect(toComparable(transit)).toEqual(toComparable(json));
  });

  it("rich-sample reads alike in every encoding of the answer", () => {
    const plain = toComparable(fromJson("generated/rich-sample.get-file.json"));
    const others = [
      fromTransit("generated/rich-sample.get-file.transit-verbose.json"),
      fromTransit("generated/rich-sample.get-file.objects-map.transit.json"),
      fromJson("generated/rich-sample.get-file.objects-map.json"),
    ];
    for (const other of others) expect(toComparable(other)).toEqual(plain);
  });

  it("rich-sample with pointers is incomplete in both encodings", () => {
    const [json, transit] = [
      fromJson("generated/rich-sample.get-file.pointer-map.json"),
      fromTransit("generated/rich-sample.get-file.pointer-map.transit.json"),
    ];
    expect(json.complete).toBe(false);
    expect(transit.problems).toEqual(json.problems);
  });

  it.each([
    ["penpot-files/bpmn-kit.penpot", "get-file/bpmn-kit.get-file.json"],
    ["penpot-files/design-tokens-math-functions.penpot", "get-file/design-tokens-math.get-file.json"],
    ["penpot-files/qedra-icons.penpot", "get-file/qedra-icons.get-file.json.gz"],
    ["penpot-files/tokens-starter-kit-v3.penpot", "get-file/tokens-starter-kit-v3.get-file.json.gz"],
    ["penpot-files/variants-sample.penpot", "get-file/variants-sample.get-file.json"],
    ["generated/rich-sample.penpot", "generated/rich-sample.get-file.json"],
  ])("%s reads as the answer Penpot made of it", (archive, answer) => {
    expect(contentOf(readArchive(readSampleBytes(archive)).design())).toEqual(contentOf(fromJson(answer)));
  });

  it("the legacy icon kit has the path strings that Penpot's migrations made", () => {
    const pathsOf = (design: Design) =>
      design.pages.flatMap(({ objects }) =>
        Object.values(objects).flatMap(({ id, type, content }) => (type === "path" ? [[id, content]] : [])),
      );
    const archive = readArchive(readSampleBytes("penpot-files/50-social-media-icons.penpot")).design();
    expect(pathsOf(archive)).toEqual(pathsOf(fromJson("get-file/social-media-icons.get-file.json.gz")));
  });

  it("every archive is read completely, with every image that a fill names", () => {
    for (const name of [...listSamples("penpot-files"), "generated/linked-files.penpot"]) {
      const archive = readArchive(readSampleBytes(name));
      for (const { id } of archive.files) expect(archive.design(id), name).toMatchObject({ id, complete: true });
      const images = [...JSON.stringify(archive.raw()).matchAll(/"fillImage":\{[^}]*"id":"([^"]+)"/g)].map(([, id]) => id ?? "");
      expect(
        images.filter((id) => archive.media(id) === undefined),
        name,
      ).toEqual([]);
    }
  });

  it("every archive of the old binary format is told apart", () => {
    for (const name of listSamples("penpot-v1-binary")) {
      expect(() => readArchive(readSampleBytes(name)), name).toThrow(expect.objectContaining({ code: "ARCHIVE_V1" }));
    }
  });

  it("every Transit answer of Penpot's own tests decodes, and the files among them make a Design", () => {
    const pointers = ["get-file-9056_main.json", "get-file-9056_shared.json", "get-file-tokens.json", "get-file-typography-tokens.json"];
    for (const path of listSamples("transit-fixtures")) {
      const name = path.replace("transit-fixtures/", "");
      const value = decodeTransit(readSample(path)) as { data?: { pages?: unknown } };
      if (value.data?.pages === undefined) continue;
      expect(toDesign(value, "transit").complete, name).toBe(!pointers.includes(name));
    }
  });
});
