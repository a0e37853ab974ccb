import { expect, test } from "vitest";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { toComparable } from "../../support/comparable-design.ts";
import { hasSamples, listSamples, readSampleBytes, samplesNote } from "../../support/read-fixture.ts";
import { callEmulator, withEmulator } from "../../support/start-emulator.ts";

const ARCHIVES = hasSamples
  ? [...listSamples("penpot-files"), ...listSamples("generated")].filter((path) => path.endsWith(".penpot"))
  : [""];

test.skipIf(!hasSamples).each(ARCHIVES)(`%s is served in Transit and in JSON as the design that it is${samplesNote}`, async (path) => {
  const bytes = readSampleBytes(path);
  await withEmulator(
    async (emulator) => {
      const archive = readArchive(bytes);
      for (const { id } of archive.files) {
        const transit = await fetch(`${emulator.url}/api/main/methods/get-file?id=${id}`, {
          headers: { authorization: `Token ${emulator.token}` },
        });
        const expected = withoutPlace(toComparable(archive.design(id)));
        expect(withoutPlace(toComparable(toDesign(decodeTransit(await transit.text()), "transit")))).toEqual(expected);
        expect(withoutPlace(toComparable(toDesign((await callEmulator(emulator, "get-file", { id })).body, "json")))).toEqual(expected);
      }
    },
    { archives: [{ bytes }] },
  );
});

/** Without what the emulator gives anew, and without the sign of zero, which JSON of JavaScript does not write. */
function withoutPlace(design: unknown): unknown {
  const { teamId: _, projectId: __, modifiedAt: ___, ...rest } = design as Record<string, unknown>;
  return JSON.parse(JSON.stringify(rest));
}
