import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { loadExchange, replay, withReplay, withServer } from "../../support/replay-server.ts";
import { connect, rejection, repeatCall, signal } from "./penpot-client.ts";

const TEAM = "5974007e-87d4-80ef-8008-fb1ba341744e";
const PROJECT = "5974007e-87d4-80ef-8008-fb1ba475f2ae";

describe("the recorded answers", () => {
  it("give the profile", async () => {
    await withReplay(["get-profile"], async ({ url }) => {
      expect(await connect(url).getProfile(signal())).toEqual({
        id: "5974007e-87d4-80ef-8008-fb1ba1e5d073",
        fullname: "Ada Acme",
        email: "ada@acme.example",
      });
    });
  });

  it("give the teams", async () => {
    await withReplay(["get-teams"], async ({ url }) => {
      expect(await connect(url).getTeams(signal())).toContainEqual({ id: TEAM, name: "Acme", isDefault: false });
    });
  });

  it("give the projects without the deleted one", async () => {
    await withReplay(["get-projects"], async ({ url }) => {
      const projects = await connect(url).getProjects(TEAM, signal());
      expect(projects.map(({ name }) => name)).toEqual(["Sandbox (old)", "Design", "Drafts"]);
      expect(projects[1]).toEqual({ id: PROJECT, teamId: TEAM, name: "Design", isPinned: false });
    });
  });

  it("give a project's files", async () => {
    await withReplay(["get-project-files"], async ({ url }) => {
      expect((await connect(url).getProjectFiles(PROJECT, signal()))[1]).toMatchObject({
        id: "5974007e-87d4-80ef-8008-fb1ba4aaa022",
        projectId: PROJECT,
        teamId: TEAM,
        name: "Acme Design System",
        revn: 1,
        vern: 0,
        modifiedAt: "2026-11-21T18:28:44.827275Z",
        isShared: true,
      });
    });
  });

  it("give the webhooks whose address is an object, and one created without is-active as inactive", async () => {
    await withReplay(["get-webhooks.json", "get-webhooks.deactivated.json", "get-webhooks.no-is-active"], async ({ url }) => {
      const client = connect(url);
      const [plain, off, never] = [
        await client.getWebhooks(TEAM, signal()),
        await client.getWebhooks(TEAM, signal()),
        await client.getWebhooks(TEAM, signal()),
      ];
      expect(plain.map(({ uri, format, isActive }) => [uri, format, isActive])).toEqual([
        ["http://localhost:9911/hooks/acme-json", "json", true],
        ["http://localhost:9911/hooks/acme-transit", "transit", true],
      ]);
      expect(off[0]).toMatchObject({ isActive: false, errorCode: "connection-error", errorCount: 3 });
      expect(never[0]).toMatchObject({ isActive: false, errorCount: 0 });
    });
  });

  it("give a created, updated and deleted webhook", async () => {
    await withReplay(["create-webhook.transit-hook", "update-webhook", "delete-webhook"], async ({ url, requests }) => {
      const client = connect(url);
      const uri = "http://localhost:9911/hooks/acme-transit";
      const hook = await client.createWebhook({ teamId: TEAM, uri, format: "transit" }, signal());
      expect(hook).toMatchObject({ uri, format: "transit", isActive: true });
      await client.updateWebhook({ id: hook.id, uri, format: "json", isActive: true }, signal());
      await client.deleteWebhook(hook.id, signal());
      expect(requests.map(({ body }) => JSON.parse(body))).toEqual([
        { teamId: TEAM, uri, mtype: "application/transit+json", isActive: true },
        { id: hook.id, uri, mtype: "application/json", isActive: true },
        { id: hook.id },
      ]);
    });
  });

  it("tell how long the access tokens last", async () => {
    await withReplay(["get-access-tokens"], async ({ url }) => {
      const tokens = await connect(url, { now: () => Date.parse("2026-12-01T18:31:46.9Z") }).getAccessTokens(signal());
      expect(tokens.map(({ name, expiresInDays }) => [name, expiresInDays])).toEqual([
        ["second", 20],
        ["tmp", 20],
        ["second", 20],
        ["acme-bridge", undefined],
      ]);
    });
  });

  it("pin a project to the value it has, with the nonce", async () => {
    await withReplay(["update-project-pin.viewer-nonce"], async ({ url, requests }) => {
      await connect(url).pinProject({ id: PROJECT, teamId: TEAM, name: "Design", isPinned: false }, "nonce-1", signal());
      expect(JSON.parse(requests[0]?.body ?? "")).toEqual({ id: PROJECT, teamId: TEAM, isPinned: false, penopsNonce: "nonce-1" });
    });
  });

  it("are the same by JSON and Transit", async () => {
    await withReplay(
      ["get-profile", "get-profile.transit", "get-project-files", "get-project-files.transit", "get-webhooks.json", "get-webhooks.transit"],
      async ({ url }) => {
        const client = connect(url);
        const { fullname, id } = await client.getProfile(signal());
        expect(await repeatCall(client, "get-profile.transit")).toMatchObject({ fullname, id });
        for (const name of ["get-project-files", "get-webhooks"]) {
          const ids = (rows: unknown) => (rows as { id: string; revn?: number }[]).map(({ id, revn }) => [id, revn]);
          const plain = await repeatCall(client, name === "get-webhooks" ? "get-webhooks.json" : name);
          expect(ids(await repeatCall(client, `${name}.transit`))).toEqual(ids(plain));
        }
      },
    );
  });
});

describe("the server's version", () => {
  it("is read from its OpenAPI document without the token", async () => {
    const document = loadExchange("doc.openapi");
    document.response.body = gunzipSync(document.response.body);
    await withServer(
      (_, response) => replay(document, response),
      async ({ url, requests }) => {
        expect(await connect(url).getServerVersion(signal())).toBe("2.17");
        expect(requests[0]).toMatchObject({ method: "GET", path: "/api/main/doc/openapi.json" });
        expect(requests[0]?.headers.authorization).toBeUndefined();
      },
    );
  });

  it("is read from the old path where the new one is missing", async () => {
    await withServer(
      ({ path }, response) =>
        void (path === "/api/openapi.json" ? response.end('{"info":{"version":"2.10"}}') : response.writeHead(404).end()),
      async ({ url }) => expect(await connect(url).getServerVersion(signal())).toBe("2.10"),
    );
  });

  it("is unknown when the document is switched off or something else", async () => {
    await withServer(
      ({ path }, response) => void (path.startsWith("/api/main") ? response.writeHead(404).end() : response.end("<html>")),
      async ({ url }) => expect(await connect(url).getServerVersion(signal())).toBeUndefined(),
    );
  });
});

describe("answers of other versions", () => {
  it("without a team in the file rows are completed from the project", async () => {
    const rows = [{ id: "f", projectId: "p", name: "File", revn: 3, modifiedAt: "2024-01-01T00:00:00Z" }];
    await withServer(
      ({ path }, response) => {
        response.setHeader("Content-Type", "application/json");
        response.end(JSON.stringify(path.endsWith("get-project") ? { id: "p", teamId: "t" } : rows));
      },
      async ({ url }) => {
        expect(await connect(url).getProjectFiles("p", signal())).toEqual([{ ...rows[0], teamId: "t", vern: 0, isShared: false }]);
      },
    );
  });

  it("of another form are an error that says where", async () => {
    await withServer(
      (_, response) => void response.writeHead(200, { "Content-Type": "application/json" }).end('[{"id":1}]'),
      async ({ url }) => {
        const error = await rejection(connect(url).getTeams(signal()));
        expect(error.code).toBe("PENPOT_ANSWER_UNEXPECTED");
        expect(error.message).toContain("0.id");
      },
    );
  });
});

describe("a token that is revoked in the middle", () => {
  it("is noticed at the next call", async () => {
    await withReplay(["get-teams", "get-teams.expired-token"], async ({ url }) => {
      const client = connect(url);
      expect(await client.getTeams(signal())).toHaveLength(3);
      expect((await rejection(client.getTeams(signal()))).code).toBe("PENPOT_TOKEN_INVALID");
    });
  });
});
