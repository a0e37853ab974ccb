import { setTimeout as wait } from "node:timers/promises";
import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readArchive, toCanonicalArchive } from "../../../src/design/index.ts";
import { type ArchiveFile, type ArchiveOptions, buildArchive } from "../../support/build-archive.ts";
import { hasSamples, readFixtureBytes, readSampleBytes, samplesNote } from "../../support/read-fixture.ts";

const ACME = "penpot/acme/acme.v1.penpot";

type Options = Partial<Parameters<typeof toCanonicalArchive>[1]>;

function canonical(bytes: Uint8Array, options: Options = {}): Promise<Uint8Array> {
  return toCanonicalArchive(bytes, { libraries: true, thumbnails: false, signal: new AbortController().signal, ...options });
}

const namesOf = (bytes: Uint8Array): string[] => Object.keys(unzipSync(bytes));
const entryOf = (bytes: Uint8Array, name: string): unknown => JSON.parse(strFromU8(unzipSync(bytes)[name] ?? new Uint8Array()));

type Change = (name: string, value: unknown) => unknown;

/** The archive as another export of the unchanged file could be: other order, dates, packing, and what `change` does to each JSON entry. */
function exportAgain(bytes: Uint8Array, change: Change = (_, value) => value): Uint8Array {
  const entries = Object.entries(unzipSync(bytes)).reverse();
  const again = entries.map(([name, content]) => [
    name,
    name.endsWith(".json") ? strToU8(JSON.stringify(change(name, JSON.parse(strFromU8(content))))) : content,
  ]);
  return zipSync(Object.fromEntries(again) as Zippable, { mtime: "2031-05-06T07:08:09Z", level: 1 });
}

/** Keys and sets the other way round, as hash maps may give them; numbers as they were. */
function shuffle(value: unknown, key = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => shuffle(item));
    return ["features", "touched", "activeThemes", "activeSets"].includes(key) ? items.reverse() : items;
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, item]) => [name, shuffle(item, name)]),
  );
}

describe("toCanonicalArchive", () => {
  it("gives equal bytes for two exports of one file", async () => {
    const first = readFixtureBytes(ACME);
    const second = exportAgain(first, (_, value) => shuffle(value));
    expect(Buffer.compare(first, second)).not.toBe(0);
    expect(Buffer.compare(await canonical(first), await canonical(second))).toBe(0);
  });

  it("gives equal bytes whichever Penpot wrote it", async () => {
    const first = readFixtureBytes(ACME);
    const later = exportAgain(first, (name, value) =>
      name === "manifest.json" ? { ...(value as object), generatedBy: "penpot/2.18.1" } : value,
    );
    expect(Buffer.compare(await canonical(first), await canonical(later))).toBe(0);
  });

  it("changes nothing the second time", async () => {
    const once = await canonical(readFixtureBytes(ACME));
    expect(Buffer.compare(await canonical(once), once)).toBe(0);
  });

  it("gives other bytes when the file changed", async () => {
    const [one, other] = [await canonical(readFixtureBytes(ACME)), await canonical(readFixtureBytes("penpot/acme/acme.v2.penpot"))];
    expect(Buffer.compare(one, other)).not.toBe(0);
  });

  it.each(["acme.v1", "acme.v2", "acme.built"])("keeps all that %s holds", async (name) => {
    const before = readArchive(readFixtureBytes(`penpot/acme/${name}.penpot`));
    const after = readArchive(await canonical(readFixtureBytes(`penpot/acme/${name}.penpot`)));
    expect(after.files).toEqual(before.files);
    expect(after.raw()).toEqual(sortSets(before.raw()));
    expect(after.design()).toEqual(before.design());
  });

  it("keeps images byte for byte", async () => {
    const [before, after] = [unzipSync(readFixtureBytes(ACME)), unzipSync(await canonical(readFixtureBytes(ACME)))];
    const images = Object.keys(before).filter((name) => name.startsWith("objects/") && !name.endsWith(".json"));
    expect(images).toHaveLength(1);
    for (const name of images) expect(after[name]).toEqual(before[name]);
  });

  it("sorts its entries, dates them 1980 and says nothing of other machines", async () => {
    const bytes = await canonical(readFixtureBytes(ACME));
    const names = namesOf(bytes);
    expect(names).toEqual([...names].sort());
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    expect([view.getUint16(10, true), view.getUint16(12, true)]).toEqual([0, 0x21]);
  });

  it("keeps the order of lists that are no sets", async () => {
    const file: ArchiveFile = {
      id: "f1",
      name: "File",
      metadata: { migrations: ["b", "a"], features: ["z", "y"] },
      pages: [{ id: "p1", name: "Page", objects: { r: { id: "r", shapes: ["2", "1"], touched: ["b", "a"] } } }],
      tokensLib: {
        activeSets: { $value: ["b", "a"], $type: "fontFamilies" },
        $metadata: { activeSets: ["z", "y"], tokenSetOrder: ["z", "y"] },
      },
    };
    const bytes = await canonical(buildArchive([file]));
    expect(entryOf(bytes, "files/f1.json")).toMatchObject({ migrations: ["b", "a"], features: ["y", "z"] });
    expect(entryOf(bytes, "files/f1/pages/p1/r.json")).toMatchObject({ shapes: ["2", "1"], touched: ["a", "b"] });
    expect(entryOf(bytes, "files/f1/tokens.json")).toEqual({
      activeSets: { $value: ["b", "a"], $type: "fontFamilies" },
      $metadata: { activeSets: ["y", "z"], tokenSetOrder: ["z", "y"] },
    });
  });

  it("keeps a token that is called __proto__", async () => {
    const entries = { "files/f1/tokens.json": '{"core":{"__proto__":{"$value":"1","$type":"number"}}}' };
    const bytes = await canonical(buildArchive([{ id: "f1", name: "File" }], { entries }));
    expect(strFromU8(unzipSync(bytes)["files/f1/tokens.json"] ?? new Uint8Array())).toContain('"__proto__"');
  });
});

/** What Penpot writes in no order, in order. */
function sortSets(raw: unknown): unknown {
  const file = structuredClone(raw) as { features?: string[]; data: { tokensLib?: { $metadata?: Record<string, string[]> } } };
  file.features?.sort();
  const metadata = file.data.tokensLib?.$metadata;
  for (const key of ["activeThemes", "activeSets"]) metadata?.[key]?.sort();
  return file;
}

const linked: [ArchiveFile[], ArchiveOptions] = [
  [
    { id: "f1", name: "File", media: { m1: Buffer.from("one") } },
    { id: "f2", name: "Library", media: { m2: Buffer.from("two") } },
  ],
  {
    relations: [["f1", "f2"]],
    entries: {
      "files/f1/thumbnails/frame/p1/r.json": '{"fileId":"f1","mediaId":"preview"}',
      "objects/preview.json": '{"id":"preview"}',
      "objects/preview.png": "preview",
    },
  },
];

describe("what is left out", () => {
  it("are previews, with their pictures", async () => {
    const names = namesOf(await canonical(buildArchive(...linked)));
    expect(names.filter((name) => /thumbnails|preview/.test(name))).toEqual([]);
    expect(names).toContain("objects/stored-m1.png");
  });

  it("are no previews when they are wanted", async () => {
    const names = namesOf(await canonical(buildArchive(...linked), { thumbnails: true }));
    expect(names.filter((name) => /thumbnails|preview/.test(name))).toHaveLength(3);
  });

  it("are libraries with their pictures when they are not wanted", async () => {
    const bytes = await canonical(buildArchive(...linked), { libraries: false, thumbnails: true });
    expect(entryOf(bytes, "manifest.json")).toMatchObject({ files: [{ id: "f1" }], relations: [] });
    expect(namesOf(bytes).filter((name) => /f2|m2/.test(name))).toEqual([]);
    expect(readArchive(bytes).files).toEqual([{ id: "f1", name: "File" }]);
  });

  it("is never the file asked for, though it is a library of another", async () => {
    const bytes = await canonical(buildArchive(...linked), { libraries: false, fileId: "f2" });
    expect(readArchive(bytes).files).toEqual([{ id: "f2", name: "Library" }]);
  });

  it("are libraries' order: files and relations are sorted", async () => {
    const [files, options] = linked;
    const relations = [["f2", "f1"] as const, ["f1", "f2"] as const];
    const one = await canonical(buildArchive(files, { ...options, relations }));
    const other = await canonical(buildArchive([...files].reverse(), { ...options, relations: [...relations].reverse() }));
    expect(Buffer.compare(one, other)).toBe(0);
  });
});

describe("large archives", () => {
  it("let the event loop go on", async () => {
    const shapes = Array.from({ length: 3000 }, (_, index) => [`s${index}`, { id: `s${index}`, content: "M0,0L1,1".repeat(100) }] as const);
    const text = Buffer.from(JSON.stringify(Array.from({ length: 200_000 }, (_, index) => `text ${index}`)));
    const archive = buildArchive(
      [
        {
          id: "f1",
          name: "File",
          pages: [{ id: "p1", name: "Page", objects: Object.fromEntries(shapes) }],
          media: { m1: Buffer.alloc(8_000_000, 7) },
        },
      ],
      { entries: { "objects/stored-m1.svg": text, "objects/stored-m1.png": undefined } },
    );
    let turns = 0;
    let isDone = false;
    const count = async () => {
      for (; !isDone; turns += 1) await wait(1);
    };
    const counting = count();
    await canonical(archive);
    isDone = true;
    await counting;
    expect(turns).toBeGreaterThan(5);
  });

  it("stop when the run does", async () => {
    await expect(canonical(readFixtureBytes(ACME), { signal: AbortSignal.abort(new Error("stopped")) })).rejects.toThrow("stopped");
  });
});

describe("bad archives", () => {
  it("are refused as when they are read", async () => {
    await expect(canonical(new Uint8Array(100))).rejects.toMatchObject({ code: "ARCHIVE_NOT_ZIP" });
    const broken = buildArchive([{ id: "f1", name: "File" }], { entries: { "files/f1/tokens.json": "{" } });
    await expect(canonical(broken)).rejects.toMatchObject({ code: "ARCHIVE_JSON" });
    await expect(canonical(buildArchive([{ id: "f1", name: "File" }]), { limits: { totalBytes: 100 } })).rejects.toMatchObject({
      code: "ARCHIVE_TOO_LARGE",
    });
  });
});

describe.skipIf(!hasSamples)(`samples${samplesNote}`, () => {
  it.each(["penpot-files/variants-sample.penpot", "penpot-files/bpmn-kit.penpot", "generated/linked-files.penpot"])(
    "%s is read back equal",
    async (path) => {
      const bytes = readSampleBytes(path);
      const after = await canonical(bytes, { thumbnails: true });
      expect(readArchive(after).design()).toEqual(readArchive(bytes).design());
      expect(namesOf(after)).toEqual(namesOf(bytes).sort());
    },
  );
});
