import { once } from "node:events";
import { describe, expect, it } from "vitest";
import { PermanentError, TransientError, UserError } from "../../../src/errors.ts";
import { loadExchange, replay, withReplay, withServer } from "../../support/replay-server.ts";
import { connect, rejection, repeatCall, signal, TOKEN } from "./penpot-client.ts";

const json = { "Content-Type": "application/json" };

describe("a call", () => {
  it("sends JSON with the token, the client's name and no cookie", async () => {
    await withReplay(["get-teams"], async (server) => {
      await connect(server.url).getTeams(signal());
      const [request] = server.requests;
      expect(request?.headers).toMatchObject({
        authorization: `Token ${TOKEN}`,
        accept: "application/json",
        "content-type": "application/json",
        "x-client": "penops/1.2.3",
      });
      expect(request?.headers.cookie).toBeUndefined();
      expect(request?.body).toBe("{}");
    });
  });

  it("gives Transit answers in the API's JSON form", async () => {
    await withReplay(["get-teams", "get-teams.transit"], async ({ url }) => {
      const [plain, transit] = [await repeatCall(connect(url), "get-teams"), await repeatCall(connect(url), "get-teams.transit")];
      const names = (rows: unknown) => (rows as { name: string; isDefault: boolean }[]).map(({ name, isDefault }) => ({ name, isDefault }));
      expect(names(transit)).toEqual(names(plain));
    });
  });

  it("gives undefined for 204", async () => {
    await withReplay(["update-project-pin.viewer-nonce"], async ({ url }) => {
      expect(await repeatCall(connect(url), "update-project-pin.viewer-nonce")).toBeUndefined();
    });
  });

  it("keeps the sub-path of the base address", async () => {
    await withReplay(
      ["get-teams"],
      async ({ url }) => expect(await connect(`${url}/`).getTeams(signal())).toHaveLength(3),
      "/design/penpot",
    );
  });

  it("uses the old prefix when the new one is not routed, and remembers it", async () => {
    const old = loadExchange("get-profile.old-route");
    const unrouted = loadExchange("error.404-unrouted");
    await withServer(
      ({ path }, response) => replay(path.startsWith("/api/rpc/command/") ? old : unrouted, response),
      async ({ url, requests }) => {
        const client = connect(url);
        await client.getProfile(signal());
        await client.getProfile(signal());
        expect(requests.map(({ path }) => path)).toEqual([
          "/api/main/methods/get-profile",
          "/api/rpc/command/get-profile",
          "/api/rpc/command/get-profile",
        ]);
      },
    );
  });

  it("says that no API is there when both prefixes are unrouted", async () => {
    await withServer(
      (_, response) => void response.writeHead(404).end("default backend - 404"),
      async ({ url }) => {
        const error = await rejection(connect(url).getTeams(signal()));
        expect(error).toBeInstanceOf(TransientError);
        expect(error.code).toBe("PENPOT_UNROUTED");
      },
    );
  });

  it("does not ask twice when Penpot itself says 404", async () => {
    await withReplay(["error.404-no-permission"], async ({ url, requests }) => {
      const error = await rejection(repeatCall(connect(url), "error.404-no-permission"));
      expect(error).toBeInstanceOf(PermanentError);
      expect(error.code).toBe("PENPOT_NOT_FOUND");
      expect(requests).toHaveLength(1);
    });
  });

  it("does not follow a redirect", async () => {
    await withServer(
      (_, response) => void response.writeHead(308, { Location: "https://elsewhere.example/api?x=1" }).end(),
      async ({ url, requests }) => {
        const error = await rejection(connect(url).getTeams(signal()));
        expect(error.code).toBe("PENPOT_REDIRECTED");
        expect(error.message).toContain("https://elsewhere.example");
        expect(requests).toHaveLength(1);
      },
    );
  });

  it("has at most three requests under way", async () => {
    let now = 0;
    let most = 0;
    const arrived = Promise.withResolvers<void>();
    await withServer(
      async (_, response, index) => {
        now += 1;
        most = Math.max(most, now);
        if (index === 2) arrived.resolve();
        await arrived.promise;
        now -= 1;
        response.writeHead(200, json).end("[]");
      },
      async ({ url }) => {
        const client = connect(url);
        await Promise.all(Array.from({ length: 10 }, () => client.getTeams(signal())));
        expect(most).toBe(3);
      },
    );
  });
});

describe("a server that misbehaves", () => {
  it.each([
    [
      "closes the connection",
      (_: unknown, response: import("node:http").ServerResponse) => void response.destroy(),
      "PENPOT_CONNECTION_LOST",
    ],
    ["breaks off the body", breakOff, "PENPOT_CONNECTION_LOST"],
    ["sends a web page", page(200), "PENPOT_ANSWER_BROKEN"],
    ["sends cut JSON with 200", (_: unknown, r) => void r.writeHead(200, json).end('[{"id":"5'), "PENPOT_ANSWER_BROKEN"],
    [
      "sends bytes that are no text",
      (_: unknown, r) => void r.writeHead(200, json).end(Buffer.from([0xff, 0xfe, 0x00])),
      "PENPOT_ANSWER_BROKEN",
    ],
    ["sends an empty body with 200", (_: unknown, r) => void r.writeHead(200, json).end(), "PENPOT_ANSWER_BROKEN"],
    [
      "sends an unknown content type",
      (_: unknown, r) => void r.writeHead(200, { "Content-Type": "image/png" }).end("x"),
      "PENPOT_ANSWER_BROKEN",
    ],
    [
      "sends a binary where a value is due",
      (_: unknown, r) => void r.writeHead(200, { "Content-Type": "application/zip" }).end("x"),
      "PENPOT_ANSWER_BROKEN",
    ],
    ["sends nginx's 502", page(502), "PENPOT_SERVER_ERROR"],
    ["sends nginx's 504", page(504), "PENPOT_SERVER_ERROR"],
  ] satisfies [string, Parameters<typeof withServer>[0], string][])("%s: a transient error", async (_, handler, code) => {
    await withServer(handler, async ({ url }) => {
      const error = await rejection(connect(url).getTeams(signal()));
      expect(error).toBeInstanceOf(TransientError);
      expect(error.code).toBe(code);
      expect(error.message).toContain("get-teams");
    });
  });

  it("is given up when it never answers", async () => {
    await withServer(
      () => undefined,
      async ({ url }) => {
        const error = await rejection(connect(url, { timeoutMs: 60 }).getTeams(signal()));
        expect(error).toBeInstanceOf(TransientError);
        expect(error.code).toBe("PENPOT_TIMEOUT");
      },
    );
  });

  it("is given up when the body stops in the middle", async () => {
    await withServer(
      (_, response) => void response.writeHead(200, json).write("[{"),
      async ({ url }) => expect((await rejection(connect(url, { timeoutMs: 60 }).getTeams(signal()))).code).toBe("PENPOT_TIMEOUT"),
    );
  });

  it("is given up when the body drips without end", async () => {
    await withServer(
      async (_, response) => {
        response.writeHead(200, json);
        const drip = setInterval(() => response.write(" "), 10);
        await once(response, "close");
        clearInterval(drip);
      },
      async ({ url }) => expect((await rejection(connect(url, { timeoutMs: 40 }).getTeams(signal()))).code).toBe("PENPOT_TIMEOUT"),
    );
  });

  it("may not send more than the limit", async () => {
    await withServer(
      (_, response) => void response.writeHead(200, json).end(`[${" ".repeat(3_000_000)}]`),
      async ({ url }) => {
        const error = await rejection(connect(url, { maxBytes: 2_097_152 }).getTeams(signal()));
        expect(error).toBeInstanceOf(PermanentError);
        expect(error.message).toContain("larger than 2 MiB");
      },
    );
  });

  it("gives its slot back after every kind of failure", async () => {
    await withServer(
      (_, response, index) => (index < 4 ? void response.destroy() : void response.writeHead(200, json).end("[]")),
      async ({ url }) => {
        const client = connect(url, { maxInFlight: 1 });
        for (let attempt = 0; attempt < 4; attempt += 1) await rejection(client.getTeams(signal()));
        expect(await client.getTeams(signal())).toEqual([]);
      },
    );
  });
});

describe("stopping", () => {
  it("ends a call whose signal aborts, and keeps the reason", async () => {
    const controller = new AbortController();
    await withServer(
      () => controller.abort(new Error("shutting down")),
      async ({ url }) => {
        const error = await rejection(connect(url).getTeams(controller.signal));
        expect(error.code).toBe("PENPOT_ABORTED");
        expect(error.cause).toEqual(new Error("shutting down"));
      },
    );
  });

  it("throws the reason itself when it is one of our errors", async () => {
    const reason = new TransientError("RUN_LOST", "The run was taken over.");
    const error = await rejection(connect("http://127.0.0.1:9").getTeams(AbortSignal.abort(reason)));
    expect(error).toBe(reason);
  });

  it("ends a call that waits for a slot", async () => {
    const controller = new AbortController();
    await withServer(
      () => controller.abort(),
      async ({ url }) => {
        const client = connect(url, { maxInFlight: 1 });
        const first = rejection(client.getTeams(signal()));
        expect((await rejection(client.getTeams(controller.signal))).code).toBe("PENPOT_ABORTED");
        client.close();
        expect((await first).code).toBe("PENPOT_CLOSED");
      },
    );
  });
});

describe("the network", () => {
  it("refuses: transient, with the address", async () => {
    const url = await withServer(
      () => undefined,
      async (server) => server.url,
    );
    const error = await rejection(connect(url).getTeams(signal()));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.code).toBe("PENPOT_UNREACHABLE");
    expect(error.message).toContain(url);
  });

  it("does not know the host: transient, with a hint", async () => {
    const error = await rejection(connect("http://no-such-host.invalid").getTeams(signal()));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.code).toBe("PENPOT_HOST_UNKNOWN");
    expect(error.hint).toContain("host name");
  });

  it("speaks no TLS: transient, with a hint", async () => {
    await withServer(
      () => undefined,
      async ({ url }) => {
        const error = await rejection(connect(url.replace("http:", "https:")).getTeams(signal()));
        expect(error).toBeInstanceOf(TransientError);
        expect(error.code).toBe("PENPOT_TLS");
      },
    );
  });

  it("has a certificate nobody knows: transient, naming NODE_EXTRA_CA_CERTS", async () => {
    const cause = Object.assign(new Error("self-signed certificate"), { code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause }));
    const error = await rejection(connect("https://penpot.example", { fetch }).getTeams(signal()));
    expect(error).toBeInstanceOf(TransientError);
    expect(error.code).toBe("PENPOT_CERTIFICATE");
    expect(error.hint).toContain("NODE_EXTRA_CA_CERTS");
  });
});

describe("the configuration", () => {
  it.each(["ftp://penpot.example", "penpot", "http://"])("refuses the address %s", (url) => {
    expect(() => connect(url)).toThrow(UserError);
  });

  it("refuses an address with credentials without printing them", () => {
    expect(() => connect("https://ada:hunter22@penpot.example")).toThrow(/penpot\.example must not contain/);
    expect(() => connect("https://ada:hunter22@penpot.example")).not.toThrow(/hunter22/);
  });
});

function page(status: number): Parameters<typeof withServer>[0] {
  return (_, response) => void response.writeHead(status, { "Content-Type": "text/html" }).end("<html><h1>Sign in</h1></html>");
}

function breakOff(_: unknown, response: import("node:http").ServerResponse): void {
  response.writeHead(200, { ...json, "Content-Length": "1000" });
  response.write("[", () => response.destroy());
}
