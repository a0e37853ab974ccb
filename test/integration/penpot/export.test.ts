import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { loadExchange, replay, type SeenRequest, withReplay, withServer } from "../../support/replay-server.ts";
import { connect, rejection, signal, TOKEN } from "./penpot-client.ts";

const FILE = "5974007e-87d4-80ef-8008-fb1ba4aaa022";
const ASSET = "/assets/by-id/39e49be2-7d61-4939-affc-de045a2a8c07";
const archive = readFileSync(new URL("../../fixtures/penpot/acme/acme.v1.penpot", import.meta.url));
const stream = loadExchange("export-binfile.acme-v1");

/** Answers the export as recorded and the asset as told. */
function serve(asset: (request: SeenRequest, response: ServerResponse) => void): Parameters<typeof withServer>[0] {
  return (request, response) => (request.path.endsWith("export-binfile") ? replay(stream, response) : asset(request, response));
}

describe("exporting an archive", () => {
  it("downloads it from the configured address with the token", async () => {
    const handler = serve((_, response) => void response.end(archive));
    await withServer(handler, async ({ url, requests }) => {
      expect(Buffer.from(await connect(url).exportArchive(FILE, signal())).equals(archive)).toBe(true);
      expect(requests.map(({ method, path }) => `${method} ${path}`)).toEqual(["POST /api/main/methods/export-binfile", `GET ${ASSET}`]);
      expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ fileId: FILE, includeLibraries: true, embedAssets: false, version: 3 });
      expect(requests[1]?.headers.authorization).toBe(`Token ${TOKEN}`);
    });
  });

  it("keeps the sub-path, which the answer's address has lost", async () => {
    const handler = serve((_, response) => void response.end(archive));
    await withServer(handler, async ({ url, requests }) => {
      await connect(`${url}/penpot`).exportArchive(FILE, signal());
      expect(requests[1]?.path).toBe(`/penpot${ASSET}`);
    });
  });

  it("understands the binary answer of versions before 2.12", async () => {
    await withServer(
      (_, response) => void response.writeHead(200, { "Content-Type": "application/octet-stream" }).end(archive),
      async ({ url }) => expect(await connect(url).exportArchive(FILE, signal())).toHaveLength(archive.length),
    );
  });

  it("follows an object store's redirect without the token", async () => {
    await withServer(
      (_, response) => void response.end(archive),
      async (store) => {
        const handler = serve((_, response) => void response.writeHead(307, { Location: `${store.url}/bucket/x?signature=1` }).end());
        await withServer(handler, async ({ url }) => {
          expect(await connect(url).exportArchive(FILE, signal())).toHaveLength(archive.length);
          expect(store.requests[0]?.headers.authorization).toBeUndefined();
        });
      },
    );
  });

  it("ends when it is redirected again and again", async () => {
    const handler = serve((_, response) => void response.writeHead(307, { Location: ASSET }).end());
    await withServer(handler, async ({ url, requests }) => {
      expect((await rejection(connect(url).exportArchive(FILE, signal()))).code).toBe("PENPOT_ANSWER_BROKEN");
      expect(requests).toHaveLength(5);
    });
  });

  it.each([
    ["the error event", "export-binfile.nan-token", "PENPOT_SERVER_ERROR", /cannot write Double NaN/],
    ["no permission", "export-binfile.404", "PENPOT_NOT_FOUND", /not found/],
  ])("fails with %s", async (_, name, code, text) => {
    await withReplay([name], async ({ url }) => {
      const error = await rejection(connect(url).exportArchive(FILE, signal()));
      expect(error.code).toBe(code);
      expect(error.message).toMatch(text);
    });
  });

  it("fails when the stream closes before its end", async () => {
    const whole = stream.response.body;
    await withServer(
      (_, response) => void response.writeHead(200, { "Content-Type": "text/event-stream" }).end(whole.subarray(0, -60)),
      async ({ url }) => {
        const error = await rejection(connect(url).exportArchive(FILE, signal()));
        expect(error.code).toBe("PENPOT_ANSWER_BROKEN");
        expect(error.message).toContain("closed before its end");
      },
    );
  });

  it.each([
    ["names no archive", 'event: end\ndata: {"~#uri":"http://x/"}\n\n'],
    ["is no Transit", "event: end\ndata: {{{\n\n"],
  ])("fails when the end %s", async (_, text) => {
    await withServer(
      (_request, response) => void response.writeHead(200, { "Content-Type": "text/event-stream" }).end(text),
      async ({ url }) => expect((await rejection(connect(url).exportArchive(FILE, signal()))).code).toBe("PENPOT_ANSWER_BROKEN"),
    );
  });

  it("fails when what is downloaded is no ZIP", async () => {
    const handler = serve((_, response) => void response.end("<html>"));
    await withServer(handler, async ({ url }) => {
      expect((await rejection(connect(url).exportArchive(FILE, signal()))).message).toContain("no ZIP");
    });
  });

  it.each([
    ["assets.export.backend-direct", "PENPOT_ASSETS_NEED_FRONTEND", /frontend/],
    ["assets.export.no-token", "PENPOT_ASSET_DENIED", /2\.15\.4/],
    ["assets.404", "PENPOT_NOT_FOUND", /an hour/],
  ])("%s is %s", async (name, code, hint) => {
    const handler = serve((_, response) => replay(loadExchange(name), response));
    await withServer(handler, async ({ url }) => {
      const error = await rejection(connect(url).exportArchive(FILE, signal()));
      expect(error.code).toBe(code);
      expect(error.hint).toMatch(hint);
    });
  });

  it("stops at the size limit", async () => {
    const handler = serve((_, response) => void response.end(archive));
    await withServer(handler, async ({ url }) => {
      const error = await rejection(connect(url, { maxBytes: 100_000 }).exportArchive(FILE, signal()));
      expect(error.code).toBe("PENPOT_ANSWER_TOO_LARGE");
    });
  });
});

describe("downloading an asset", () => {
  it("gives its bytes", async () => {
    await withReplay(["assets.font.no-token"], async ({ url }) => {
      expect(await connect(url).downloadAsset("by-id", "82e09bb0-f322-4bb3-bcbd-cdad538c2a97", signal())).toHaveLength(940);
    });
  });
});
