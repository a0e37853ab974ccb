import { describe, expect, it } from "vitest";
import { type Exchange, loadExchange, replay, withReplay, withServer } from "../../support/replay-server.ts";
import { connect, rejection, signal } from "./penpot-client.ts";

const FILE = "5974007e-87d4-80ef-8008-fb1ba4aaa022";
const ETAG = 'W/"AiR8PDjWO7hrZrxktmOG_SPd4yZ9-vKGPcHbvv5B8TE"';

/** Answers by the wanted format, whatever is asked. */
function byFormat(transit: Exchange, json: Exchange): Parameters<typeof withServer>[0] {
  return ({ headers }, response) => replay(headers.accept?.includes("transit") ? transit : json, response);
}

function cut(name: string): Exchange {
  const exchange = loadExchange(name);
  exchange.response.body = exchange.response.body.subarray(0, exchange.response.body.length / 2);
  return exchange;
}

describe("reading a design", () => {
  it("takes Transit, which keeps token ids", async () => {
    await withReplay(["get-file.transit"], async ({ url, requests }) => {
      const design = await connect(url).readDesign(FILE, signal());
      expect(design).toMatchObject({ id: FILE, name: "Acme Design System", channel: "transit", revn: 1, vern: 0, problems: [] });
      expect(design.tokens?.sets[0]?.tokens[0]?.id).toBeTypeOf("string");
      expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ id: FILE });
    });
  });

  it("asks with the ETag and its W/ the second time, and gives the same design at 304", async () => {
    await withReplay(["get-file.transit", "get-file.304-transit"], async ({ url, requests }) => {
      const client = connect(url);
      const first = await client.readDesign(FILE, signal());
      expect(await client.readDesign(FILE, signal())).toBe(first);
      expect(requests.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, ETAG]);
    });
  });

  it("reads again when the ETag has changed", async () => {
    const changed = loadExchange("acme.v2.get-file.transit");
    await withServer(
      (_, response, index) => replay(index === 0 ? loadExchange("get-file.transit") : changed, response),
      async ({ url }) => {
        const client = connect(url);
        const first = await client.readDesign(FILE, signal());
        const second = await client.readDesign(FILE, signal());
        expect([first.revn, second.revn]).toEqual([1, 6]);
      },
    );
  });

  it("takes JSON when the Transit is cut short, and says so", async () => {
    await withServer(byFormat(cut("get-file.transit"), loadExchange("get-file.json")), async ({ url }) => {
      const design = await connect(url).readDesign(FILE, signal());
      expect(design).toMatchObject({ channel: "json", name: "Acme Design System" });
      expect(design.problems.join()).toContain("Read as JSON");
    });
  });

  it("asks for Transit anew after having read JSON", async () => {
    await withServer(byFormat(cut("get-file.transit"), loadExchange("get-file.json")), async ({ url, requests }) => {
      const client = connect(url);
      await client.readDesign(FILE, signal());
      await client.readDesign(FILE, signal());
      expect(requests).toHaveLength(4);
    });
  });

  it("fails for now when neither can be read", async () => {
    await withServer(byFormat(cut("get-file.transit"), loadExchange("get-file.truncated-json")), async ({ url }) => {
      expect((await rejection(connect(url).readDesign(FILE, signal()))).code).toBe("PENPOT_ANSWER_BROKEN");
    });
  });

  it("does not need JSON when that is cut short", async () => {
    await withServer(byFormat(loadExchange("get-file.transit"), loadExchange("get-file.truncated-json")), async ({ url, requests }) => {
      expect((await connect(url).readDesign(FILE, signal())).channel).toBe("transit");
      expect(requests).toHaveLength(1);
    });
  });

  it("refuses an answer that is no file", async () => {
    await withServer(byFormat(loadExchange("get-teams.transit"), loadExchange("get-teams")), async ({ url }) => {
      expect((await rejection(connect(url).readDesign(FILE, signal()))).code).toBe("PENPOT_ANSWER_UNEXPECTED");
    });
  });

  it("says that a file which is gone is not found, without trying JSON", async () => {
    await withReplay(["error.404-no-permission.transit"], async ({ url }) => {
      expect((await rejection(connect(url).readDesign(FILE, signal()))).code).toBe("PENPOT_NOT_FOUND");
    });
  });

  it("says that a file in the bin is not found", async () => {
    const deleted = loadExchange("get-file.json");
    const file = JSON.parse(deleted.response.body.toString());
    deleted.response.body = Buffer.from(JSON.stringify({ ...file, deletedAt: "2026-11-28T18:00:00Z" }));
    await withServer(byFormat(deleted, deleted), async ({ url }) => {
      expect((await rejection(connect(url).readDesign(FILE, signal()))).code).toBe("PENPOT_NOT_FOUND");
    });
  });

  it("stops when a large answer has just arrived, without trying JSON", async () => {
    const controller = new AbortController();
    const large = loadExchange("get-file.transit");
    large.response.body = Buffer.from(`["^ ","~:pad","${"x".repeat(2_000_000)}",${large.response.body.toString().slice(6)}`);
    await withServer(
      (_, response) => {
        response.on("finish", () => controller.abort());
        replay(large, response);
      },
      async ({ url, requests }) => {
        expect((await rejection(connect(url).readDesign(FILE, controller.signal))).code).toBe("PENPOT_ABORTED");
        expect(requests).toHaveLength(1);
      },
    );
  });
});
