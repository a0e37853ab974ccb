import { describe, expect, it } from "vitest";
import { sniffFont } from "../../../src/assets/sniff.ts";
import { readFixtureBytes } from "../../support/read-fixture.ts";
import { callEmulator, withEmulator } from "../../support/start-emulator.ts";

const ttf = readFixtureBytes("penpot/acme/acme-block.ttf");
const fonts = [{ family: "Acme Block", weight: 700, style: "italic" as const, files: { ttf, woff2: new Uint8Array([1, 2]) } }];

async function get(url: string): Promise<{ status: number; type: string | null; bytes: Uint8Array }> {
  const response = await fetch(url);
  return { status: response.status, type: response.headers.get("content-type"), bytes: new Uint8Array(await response.arrayBuffer()) };
}

describe("the default font", () => {
  it.each([
    ["regular.ttf", "ttf"],
    ["semibolditalic.ttf", "ttf"],
    ["black.woff", "woff"],
    ["extralight.woff2", "woff2"],
  ])("sourcesanspro-%s is a file of the frontend, for everybody", (name, format) =>
    withEmulator(async ({ url }) => {
      const { status, type, bytes } = await get(`${url}/fonts/sourcesanspro-${name}`);
      expect([status, type, sniffFont(bytes)]).toEqual([200, `font/${format}`, format]);
    }),
  );

  it("has the tables of the packed font, at places of four bytes, with their checksums", () =>
    withEmulator(async ({ url }) => {
      const { bytes } = await get(`${url}/fonts/sourcesanspro-regular.ttf`);
      const view = new DataView(bytes.buffer);
      const tables = Array.from({ length: view.getUint16(4) }, (_, index) => {
        const at = 12 + index * 16;
        return {
          tag: Buffer.from(bytes.subarray(at, at + 4)).toString(),
          sum: view.getUint32(at + 4),
          start: view.getUint32(at + 8),
          size: view.getUint32(at + 12),
        };
      });
      expect(tables.map(({ tag }) => tag)).toEqual(expect.arrayContaining(["cmap", "glyf", "head", "hmtx", "loca", "maxp", "name"]));
      for (const { tag, sum, start, size } of tables.filter((table) => table.tag !== "head")) {
        expect(start % 4, tag).toBe(0);
        expect(checksum(bytes.subarray(start, start + size)), tag).toBe(sum);
      }
    }));

  it.each(["sourcesanspro-heavy.ttf", "sourcesanspro-regular.eot", "inter.ttf", "../package.json", "sourcesanspro-constructor.ttf"])(
    "has no %s",
    (name) => withEmulator(async ({ url }) => expect((await get(`${url}/fonts/${name}`)).status).toBe(404)),
  );
});

/** The sum that a font's directory has for a table. */
function checksum(table: Uint8Array): number {
  const padded = new Uint8Array(Math.ceil(table.byteLength / 4) * 4);
  padded.set(table);
  const view = new DataView(padded.buffer);
  let sum = 0;
  for (let at = 0; at < padded.byteLength; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

describe("uploaded fonts", () => {
  it("are listed for team, project and file, and downloaded without a token", () =>
    withEmulator(
      async (emulator) => {
        const { teamId, projectId, files, url } = emulator;
        for (const params of [{ teamId }, { projectId }, { fileId: files[0]?.id }]) {
          const { body } = await callEmulator(emulator, "get-font-variants", params);
          expect(body).toEqual([expect.objectContaining({ fontFamily: "Acme Block", fontWeight: 700, fontStyle: "italic", teamId })]);
          const [row] = body as { ttfFileId: string }[];
          expect(row).not.toHaveProperty("otfFileId");
          expect(await get(`${url}/assets/by-id/${row?.ttfFileId}`)).toEqual({ status: 200, type: "font/ttf", bytes: new Uint8Array(ttf) });
        }
      },
      { fonts },
    ));

  it("are not those of a stranger", () =>
    withEmulator(
      async (emulator) => {
        const { token } = emulator.accounts.outsider;
        expect((await callEmulator(emulator, "get-font-variants", { teamId: emulator.teamId }, { token })).status).toBe(404);
      },
      { fonts },
    ));

  it("are none unless given", () =>
    withEmulator(async (emulator) => {
      expect((await callEmulator(emulator, "get-font-variants", { teamId: emulator.teamId })).body).toEqual([]);
    }));

  it("have no Google beside them", () =>
    withEmulator(async ({ url }) => expect((await get(`${url}/internal/gfonts/css?family=Inter:regular`)).status).toBe(404)));
});
