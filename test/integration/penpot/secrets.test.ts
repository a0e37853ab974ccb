import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { formatError, toErrorRecord } from "../../../src/errors.ts";
import { type SeenRequest, withServer } from "../../support/replay-server.ts";
import { connect, rejection, signal, TOKEN } from "./penpot-client.ts";

/** Everything of an error that could be printed anywhere. */
function everything(error: unknown): string {
  const texts = [formatError(error), JSON.stringify(toErrorRecord(error)), inspect(error, { depth: 20, showHidden: true })];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) texts.push(cause.message, String(cause.stack));
  return texts.join("\n");
}

const json = { "Content-Type": "application/json" };
const CALLS = ["getTeams", "readDesign", "exportArchive"] as const;

/** Servers that send back what they were sent, in every way that ends in an error. */
const ECHOES: [string, (request: SeenRequest, response: ServerResponse) => void][] = [
  ["a 400 with the token in its explanation", echo(400, (secret) => ({ type: "validation", code: "params-validation", explain: secret }))],
  ["a 400 with the token as its code", echo(400, (secret) => ({ type: secret, code: secret, hint: secret }))],
  ["a 401 with the token in its hint", echo(401, (secret) => ({ type: "authentication", hint: secret }))],
  ["a 404 with the token in its hint", echo(404, (secret) => ({ type: "not-found", code: "x", hint: secret }))],
  ["a 500 with the token in its hint", echo(500, (secret) => ({ type: "server-error", hint: secret }))],
  [
    "a page with the token",
    ({ headers }, response) => void response.writeHead(200, { "Content-Type": "text/html" }).end(headers.authorization),
  ],
  ["cut JSON with the token", ({ headers }, response) => void response.writeHead(200, json).end(headers.authorization)],
  [
    "cut Transit with the token",
    ({ headers }, response) =>
      void response.writeHead(200, { "Content-Type": "application/transit+json" }).end(`["${headers.authorization}`),
  ],
  [
    "a redirect with the token",
    ({ headers }, response) => void response.writeHead(302, { Location: `https://x.example/?t=${headers.authorization}` }).end(),
  ],
  [
    "an error event with the token",
    ({ headers }, response) =>
      void response
        .writeHead(200, { "Content-Type": "text/event-stream" })
        .end(`event: error\ndata: {"~:type":"~:validation","~:hint":"${headers.authorization}"}\n\n`),
  ],
  ["a cut connection", (_, response) => void response.destroy()],
];

describe("the token is in no error of", () => {
  it.each(ECHOES)("%s", async (_, handler) => {
    await withServer(handler, async ({ url }) => {
      const client = connect(url);
      for (const call of CALLS) {
        const error = await rejection(call === "getTeams" ? client.getTeams(signal()) : client[call]("file", signal()));
        expect(everything(error)).not.toContain(TOKEN);
        expect(everything(error)).not.toContain("secret-part");
      }
    });
  });

  it("a server that never answers", async () => {
    await withServer(
      () => undefined,
      async ({ url }) => expect(everything(await rejection(connect(url, { timeoutMs: 50 }).getTeams(signal())))).not.toContain(TOKEN),
    );
  });

  it("a refused connection", async () => {
    const url = await withServer(
      () => undefined,
      async (server) => server.url,
    );
    expect(everything(await rejection(connect(url).getTeams(signal())))).not.toContain(TOKEN);
  });

  it("a token that cannot stand in a header", async () => {
    const error = await rejection((async () => connect("https://penpot.example", { token: `${TOKEN}\n` }))());
    expect(error.code).toBe("PENPOT_TOKEN_MALFORMED");
    expect(everything(error)).not.toContain(TOKEN);
  });
});

function echo(status: number, body: (secret: string) => object) {
  return ({ headers }: SeenRequest, response: ServerResponse) =>
    void response.writeHead(status, json).end(JSON.stringify(body(`you sent ${headers.authorization}`)));
}
