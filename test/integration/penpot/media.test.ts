import { readFileSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { sniffFont } from "../../../src/assets/sniff.ts";
import { readArchive } from "../../../src/design/index.ts";
import type { FontRef, Media } from "../../../src/media.ts";
import type { PenpotDeps } from "../../../src/penpot/index.ts";
import { loadExchange, replay, type SeenRequest, withReplay, withServer } from "../../support/replay-server.ts";
import { withEmulator } from "../../support/start-emulator.ts";
import { connect, rejection, signal, TOKEN } from "./penpot-client.ts";

const IMAGE = "5974007e-87d4-80ef-8008-fb1ba4c00eee";
const FONT_FILE = "82e09bb0-f322-4bb3-bcbd-cdad538c2a97";
const file = { instance: "main", teamId: "t", projectId: "p", fileId: "5974007e-87d4-80ef-8008-fb1ba4aaa022", name: "Acme" };
const ttf = readFileSync(new URL("../../fixtures/penpot/acme/acme-block.ttf", import.meta.url));

const block: FontRef = {
  fontId: "custom-98580001-1341-4c67-b780-bd6505c2801a",
  variantId: "normal-700",
  family: "Acme Block",
  weight: "700",
  style: "normal",
};
const builtIn: FontRef = { fontId: "sourcesanspro", variantId: "600italic", family: "sourcesanspro", weight: "600", style: "italic" };
const google: FontRef = { fontId: "gfont-work-sans", variantId: "regular", family: "Work Sans", weight: "400", style: "normal" };

function open(url: string, until = signal(), deps: Partial<PenpotDeps> = {}): Media {
  return connect(url, deps).openMedia(file, until);
}

type Answer = (request: SeenRequest, response: ServerResponse, index: number) => void;
const status = (code: number, headers: Record<string, string> = {}, body?: string | Uint8Array): Answer => {
  return (_, response) => void response.writeHead(code, headers).end(body);
};

describe("an image", () => {
  it("is downloaded by its file media id, as recorded", () =>
    withReplay(["assets.by-file-media-id.no-token"], async ({ url }) => {
      const bytes = await open(url).image(IMAGE);
      expect(bytes && Buffer.from(bytes)).toEqual(loadExchange("assets.by-file-media-id.no-token").response.body);
    }));

  it("that Penpot has not is undefined, and is asked for once", () =>
    withServer(status(404), async ({ url, requests }) => {
      const media = open(url);
      expect([await media.image("x"), await media.image("x")]).toEqual([undefined, undefined]);
      expect(requests).toHaveLength(1);
    }));

  it("is downloaded once for all who want it at the same time, and afterwards", () =>
    withServer(status(200, {}, "GIF89a"), async ({ url, requests }) => {
      const client = connect(url);
      const [one, other] = [client.openMedia(file, signal()), client.openMedia({ ...file, fileId: "b" }, signal())];
      await Promise.all([one.image("a"), one.image("a"), other.image("a")]);
      await other.image("a");
      expect(requests).toHaveLength(1);
    }));

  it("is downloaded with at most five others", async () => {
    let active = 0;
    let most = 0;
    const answer: Answer = (_, response) => {
      active += 1;
      most = Math.max(most, active);
      setTimeout(() => {
        active -= 1;
        response.end("GIF89a");
      }, 10);
    };
    await withServer(answer, async ({ url }) => {
      const media = open(url);
      await Promise.all(Array.from({ length: 20 }, (_, index) => media.image(`i${index}`)));
    });
    expect(most).toBe(6);
  });

  it("comes without the token from where Penpot redirects to", () =>
    withServer(status(200, {}, "GIF89a"), (store) =>
      withServer(status(307, { Location: `${store.url}/bucket?signature=1` }), async ({ url, requests }) => {
        expect(await open(url).image("a")).toHaveLength(6);
        expect(requests[0]?.headers.authorization).toBe(`Token ${TOKEN}`);
        expect(store.requests[0]?.headers.authorization).toBeUndefined();
      }),
    ));

  it.each([
    ["401", status(401), "PENPOT_ASSET_DENIED"],
    ["403", status(403), "PENPOT_ASSET_DENIED"],
    ["503", status(503), "PENPOT_SERVER_ERROR"],
    ["a web page", status(200, { "Content-Type": "text/html" }, "<!DOCTYPE html><title>Log in"), "PENPOT_ANSWER_BROKEN"],
    ["the backend's own answer", status(204, { "x-accel-redirect": "/internal/x" }), "PENPOT_ASSETS_NEED_FRONTEND"],
    [
      "a body that is cut short",
      (_: SeenRequest, response: ServerResponse) => {
        response.writeHead(200, { "Content-Length": "1000" });
        response.write("GIF89a", () => response.destroy());
      },
      "PENPOT_CONNECTION_LOST",
    ],
  ] as [string, Answer, string][])("that comes as %s is an error", (_, answer, code) =>
    withServer(answer, async ({ url }) => {
      const error = await rejection(open(url).image(IMAGE));
      expect(error.code).toBe(code);
      expect(JSON.stringify([error.message, error.hint])).not.toMatch(new RegExp(`${IMAGE}|${TOKEN}`));
    }),
  );

  it("that failed is downloaded anew when it is wanted again", () =>
    withServer(
      (request, response, index) => status(index === 0 ? 503 : 200, {}, "GIF89a")(request, response, index),
      async ({ url }) => {
        const media = open(url);
        await rejection(media.image("a"));
        expect(await media.image("a")).toHaveLength(6);
      },
    ));

  it("of more than 64 MiB is refused before it is read to its end", () => {
    const chunk = Buffer.alloc(1_048_576);
    let sent = 0;
    const pour = (response: ServerResponse): void => {
      while (sent < 200 && !response.destroyed) {
        sent += 1;
        if (!response.write(chunk)) return void response.once("drain", () => pour(response));
      }
    };
    return withServer(
      (_, response) => pour(response.writeHead(200)),
      async ({ url }) => {
        expect((await rejection(open(url).image("a"))).code).toBe("PENPOT_ANSWER_TOO_LARGE");
        expect(sent).toBeLessThan(150);
      },
    );
  });

  it("is not waited for any longer by a run that was stopped, while another one gets it", async () => {
    let answer = (): void => {};
    const asked = Promise.withResolvers<void>();
    const hold: Answer = (_, response) => {
      answer = () => void response.end("GIF89a");
      asked.resolve();
    };
    await withServer(hold, async ({ url, requests }) => {
      const client = connect(url);
      const stop = new AbortController();
      const first = rejection(client.openMedia(file, stop.signal).image("a"));
      const second = client.openMedia(file, signal()).image("a");
      await asked.promise;
      stop.abort();
      expect(await first).toMatchObject({
        code: "PENPOT_ABORTED",
        message: "The call for an image or a font was stopped before it was answered.",
      });
      answer();
      expect(await second).toHaveLength(6);
      expect(requests).toHaveLength(1);
    });
  });

  it("is not downloaded to its end when nobody waits for it", async () => {
    const closed = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    const hold: Answer = (_, response) => {
      response.on("close", closed.resolve);
      asked.resolve();
    };
    await withServer(hold, async ({ url }) => {
      const stop = new AbortController();
      const image = rejection(open(url, stop.signal).image("a"));
      await asked.promise;
      stop.abort();
      await image;
      await closed.promise;
    });
  });
});

describe("uploaded fonts", () => {
  it("are listed as recorded, sorted, without what is absent", () =>
    withReplay(["get-font-variants"], async ({ url, requests }) => {
      const variants = await open(url).fontVariants();
      expect(variants.map(({ family, weight, style }) => `${family} ${weight} ${style}`)).toEqual([
        "Acme Block 400 normal",
        "Acme Block 700 normal",
      ]);
      expect(variants[0]?.files).toEqual({
        ttf: FONT_FILE,
        otf: "472a09d7-1d95-4705-9a4e-d92c0f72cc1b",
        woff: "341f3f4a-df69-4565-b6ef-16f682b8ac69",
      });
      expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ fileId: file.fileId });
    }));

  it("give the file of a face, and are listed once", () =>
    withReplay(["get-font-variants", "assets.font.no-token"], async ({ url }) => {
      const media = open(url);
      expect(await media.font(block)).toHaveLength(940);
      expect(await media.font({ ...block, variantId: "normal-400" })).toHaveLength(940);
    }));

  it("have no file for a face that was deleted", () =>
    withReplay(["get-font-variants"], async ({ url }) => {
      expect(await open(url).font({ ...block, variantId: "italic-900", weight: "900", style: "italic" })).toBeUndefined();
    }));

  it("give the next format when a file is gone", () =>
    withServer(
      ({ path }, response) => {
        if (path.endsWith("get-font-variants")) replay(loadExchange("get-font-variants"), response);
        else if (path.endsWith(FONT_FILE)) response.writeHead(404).end();
        else response.end(ttf);
      },
      async ({ url }) => expect(await open(url).font(block)).toHaveLength(940),
    ));

  it("are an error when what comes is no font", () =>
    withServer(status(200, {}, "hello"), async ({ url }) => {
      expect((await rejection(open(url).fontFile("a"))).code).toBe("PENPOT_ANSWER_BROKEN");
    }));

  it("are listed anew after a failure", () =>
    withServer(
      (request, response, index) =>
        index === 0 ? status(503)(request, response, index) : replay(loadExchange("get-font-variants"), response),
      async ({ url }) => {
        const media = open(url);
        await rejection(media.fontVariants());
        expect(await media.fontVariants()).toHaveLength(2);
      },
    ));
});

describe("the built-in font", () => {
  it.each([
    ["600italic", "semibolditalic"],
    ["200", "extralight"],
    ["regular", "regular"],
    ["blackitalic", "blackitalic"],
  ])("%s is the frontend's file %s, asked for without the token", (variantId, suffix) =>
    withServer(status(200, {}, ttf), async ({ url, requests }) => {
      expect(await open(`${url}/sub`).font({ ...builtIn, variantId })).toHaveLength(940);
      expect(requests[0]?.path).toBe(`/sub/fonts/sourcesanspro-${suffix}.ttf`);
      expect(requests[0]?.headers.authorization).toBeUndefined();
    }),
  );

  it("is found by weight and style when the variant has another name", () =>
    withServer(status(200, {}, ttf), async ({ url, requests }) => {
      await open(url).font({ ...builtIn, variantId: "normal-700", weight: "700", style: "normal" });
      expect(requests[0]?.path).toBe("/fonts/sourcesanspro-bold.ttf");
    }));

  it.each([
    ["404", status(404)],
    ["403", status(403)],
    ["the frontend's page", status(200, { "Content-Type": "text/html" }, "<!doctype html>")],
  ] as [string, Answer][])("is undefined for %s", (_, answer) =>
    withServer(answer, async ({ url }) => expect(await open(url).font(builtIn)).toBeUndefined()),
  );

  it("is not there in a weight that Penpot has not", () =>
    withServer(status(500), async ({ url, requests }) => {
      expect(await open(url).font({ ...builtIn, variantId: "constructor", weight: "500", style: "normal" })).toBeUndefined();
      expect(requests).toEqual([]);
    }));

  it("is an error when the server fails", () =>
    withServer(status(500), async ({ url }) => {
      expect((await rejection(open(url).font(builtIn))).code).toBe("PENPOT_SERVER_ERROR");
    }));
});

describe("a Google font", () => {
  const css = (source: string) => `@font-face { font-family: 'Work Sans'; src: url(${source}) format('truetype'); }`;
  const serve =
    (sheet: string): Answer =>
    ({ path }, response) =>
      void response.end(path.includes("/css?") ? sheet : ttf);

  it("comes through the instance, without the token", () =>
    withServer(serve(css("https://fonts.gstatic.com/s/worksans/v19/a.ttf")), async ({ url, requests }) => {
      expect(await open(url).font(google)).toHaveLength(940);
      expect(requests.map(({ path }) => path)).toEqual([
        "/internal/gfonts/css?family=Work%20Sans:regular&display=block",
        "/internal/gfonts/font/worksans/v19/a.ttf",
      ]);
      expect(requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    }));

  it("is never fetched from elsewhere", () =>
    withServer(status(200, {}, ttf), (other) =>
      withServer(serve(css(`${other.url}/font.ttf`)), async ({ url, requests }) => {
        expect(await open(url).font(google)).toBeUndefined();
        expect([requests.length, other.requests.length]).toEqual([1, 0]);
      }),
    ));

  it("is never fetched from where the instance redirects to", () =>
    withServer(status(200, {}, ttf), (other) =>
      withServer(status(302, { Location: `${other.url}/css` }), async ({ url }) => {
        expect(await open(url).font(google)).toBeUndefined();
        expect(other.requests).toEqual([]);
      }),
    ));

  it.each([400, 403, 404, 502, 504])("is undefined where the instance answers %i", (code) =>
    withServer(status(code), async ({ url }) => expect(await open(url).font(google)).toBeUndefined()),
  );

  it("is undefined when its file is a page", () =>
    withServer(
      ({ path }, response) => void response.end(path.includes("/css?") ? css("https://fonts.gstatic.com/s/a.ttf") : "<html>"),
      async ({ url }) => expect(await open(url).font(google)).toBeUndefined(),
    ));

  it("is an error when Penpot has no room at the moment", () =>
    withServer(status(429), async ({ url }) => {
      expect((await rejection(open(url).font(google))).code).toBe("PENPOT_BUSY");
    }));
});

it("a font of no known kind is undefined", () =>
  withServer(status(500), async ({ url, requests }) => {
    expect(await open(url).font({ ...block, fontId: "00000000-0000-0000-0000-000000000000" })).toBeUndefined();
    expect(requests).toEqual([]);
  }));

it("a client that is closed downloads nothing more", () =>
  withServer(status(200, {}, "GIF89a"), async ({ url }) => {
    const client = connect(url);
    client.close();
    expect((await rejection(client.openMedia(file, signal()).image("a"))).code).toBe("PENPOT_CLOSED");
  }));

describe("an emulator", () => {
  it("has images, uploaded and built-in fonts and the archive, and no Google fonts", () =>
    withEmulator(
      async ({ url, token, files, teamId, projectId }) => {
        const [{ id: fileId = "", name = "" } = {}] = files;
        const client = connect(url, { token });
        const media = client.openMedia({ instance: "main", teamId, projectId, fileId, name }, signal());
        expect(await media.image(IMAGE)).toHaveLength(84);
        const [variant] = await media.fontVariants();
        const own = { ...block, fontId: `custom-${variant?.fontId}`, variantId: "normal-400", weight: "400" };
        expect(await media.font(own)).toEqual(Buffer.from(ttf));
        expect(sniffFont((await media.font(builtIn)) ?? new Uint8Array())).toBe("ttf");
        expect(await media.font(google)).toBeUndefined();
        expect(readArchive(await media.archive()).files).toEqual(files);
      },
      { fonts: [{ family: "Acme Block", weight: 400, style: "normal", files: { ttf } }] },
    ));
});
