import { writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { describe, expect, test } from "vitest";
import { readArchive, toDesign } from "../../../src/design/index.ts";
import { createEmulator, type Emulator } from "../../../src/emulator/index.ts";
import { UserError } from "../../../src/errors.ts";
import { decodeTransit } from "../../../src/transit/index.ts";
import { buildArchive } from "../../support/build-archive.ts";
import { toComparable } from "../../support/comparable-design.ts";
import { readFixture, readFixtureBytes } from "../../support/read-fixture.ts";
import { ACME_V1, ACME_V2, addHook, callEmulator, withEmulator } from "../../support/start-emulator.ts";

const log = pino({ level: "silent" });

function fileIdOf({ files }: Emulator): string {
  return files[0]?.id ?? "";
}

async function readTransit(emulator: Emulator, fileId = fileIdOf(emulator)): Promise<unknown> {
  const headers = { authorization: `Token ${emulator.token}` };
  const response = await fetch(`${emulator.url}/api/main/methods/get-file?id=${fileId}`, { headers });
  return decodeTransit(await response.text());
}

async function tokenIds(emulator: Emulator): Promise<Map<string, string>> {
  const { tokens } = toDesign(await readTransit(emulator), "transit");
  return new Map(tokens?.sets.flatMap((set) => set.tokens.map(({ name, id = "" }) => [`${set.name} ${name}`, id] as const)));
}

describe("files", () => {
  test("every archive is a file under its own id, and a second copy under another that stays the same", async () => {
    const bytes = readFixtureBytes(ACME_V1);
    const list = (): Promise<Emulator["files"]> =>
      withEmulator(async ({ files }) => files, { archives: [{ bytes }, { bytes, name: "A copy" }] });
    const [own, copy] = await list();
    expect(own).toEqual({ id: "5974007e-87d4-80ef-8008-fb1ba4aaa022", name: "Acme Design System" });
    expect(copy?.name).toBe("A copy");
    expect((await list())[1]?.id).toBe(copy?.id);
    expect(copy?.id).not.toBe(own?.id);
  });

  test("a copy refers to itself where the archive refers to its file", () =>
    withEmulator(
      async (emulator) => {
        const [own, copy] = emulator.files;
        expect(JSON.stringify(await readTransit(emulator, copy?.id))).not.toContain(own?.id);
      },
      { archives: [1, 2].map(() => ({ bytes: readFixtureBytes(ACME_V1) })) },
    ));

  test("an archive that is none is refused with a hint", async () => {
    await expect(createEmulator({ archives: [{ bytes: new Uint8Array([1, 2, 3]) }], log })).rejects.toThrowError(UserError);
  });

  test("no archive at all is refused", async () => {
    await expect(createEmulator({ archives: [], log })).rejects.toThrowError(expect.objectContaining({ code: "EMULATOR_NO_FILES" }));
  });

  test("a port that is taken is an error that names it", () =>
    withEmulator(async ({ url }) => {
      const port = Number(new URL(url).port);
      const second = createEmulator({ archives: [{ bytes: readFixtureBytes(ACME_V1) }], port, log });
      await expect(second).rejects.toThrowError(
        expect.objectContaining({ code: "EMULATOR_CANNOT_LISTEN", message: expect.stringContaining(String(port)) }),
      );
    }));
});

describe("edits", () => {
  test("setDesign raises revn, changes the ETag, and the file is what the archive is", () =>
    withEmulator(async (emulator) => {
      const before = await callEmulator(emulator, "get-file", { id: fileIdOf(emulator) });
      emulator.setDesign(fileIdOf(emulator), readFixtureBytes(ACME_V2));
      const after = await callEmulator(emulator, "get-file", { id: fileIdOf(emulator) });
      expect([before.body, after.body]).toEqual([expect.objectContaining({ revn: 1 }), expect.objectContaining({ revn: 6 })]);
      expect(after.headers.get("etag")).not.toBe(before.headers.get("etag"));
      const recorded = decodeTransit(readFixture("penpot/acme/acme.v2.get-file.transit.json"));
      const { components, colors, typographies } = toDesign(after.body, "json");
      expect({ components, colors, typographies }).toEqual(pick(toDesign(recorded, "transit")));
    }));

  test("going back raises revn too", () =>
    withEmulator(async (emulator) => {
      emulator.setDesign(fileIdOf(emulator), readFixtureBytes(ACME_V2));
      emulator.setDesign(fileIdOf(emulator), readFixtureBytes(ACME_V1));
      const { body } = await callEmulator(emulator, "get-file", { id: fileIdOf(emulator) });
      expect(body).toEqual(expect.objectContaining({ revn: 7 }));
    }));

  test("the recorded edits keep the id of every token, also of the renamed one", () =>
    withEmulator(async (emulator) => {
      const before = await tokenIds(emulator);
      emulator.setDesign(fileIdOf(emulator), readFixtureBytes(ACME_V2));
      const after = await tokenIds(emulator);
      expect(after.get("core color.mint.500")).toBe(before.get("core color.teal.500"));
      expect(after.get("light surface.page")).toBe(before.get("light surface.page"));
      expect([...after.values()].sort()).toEqual([...before.values()].sort());
    }));

  test("edit changes the file and raises revn", () =>
    withEmulator(async (emulator) => {
      const id = fileIdOf(emulator);
      emulator.edit(id, ({ data }) => {
        data["plugin"] = "edited";
      });
      const { body } = await callEmulator(emulator, "get-file", { id });
      expect(body).toEqual(expect.objectContaining({ revn: 2, data: expect.objectContaining({ plugin: "edited" }) }));
    }));

  test("an unknown file is an error that tells where to look", () =>
    withEmulator(async (emulator) => {
      expect(() => emulator.setDesign("nope", readFixtureBytes(ACME_V2))).toThrowError(
        expect.objectContaining({ code: "EMULATOR_NO_SUCH_FILE" }),
      );
    }));
});

function pick({ components, colors, typographies }: ReturnType<typeof toDesign>): object {
  return { components, colors, typographies };
}

describe("the personal team", () => {
  test("is listed before the others, with a project of its own and no files", () =>
    withEmulator(async (emulator) => {
      const { body: profile } = await callEmulator(emulator, "get-profile");
      const { defaultTeamId: id, defaultProjectId: projectId } = profile as Record<string, string>;
      expect((await callEmulator(emulator, "get-teams")).body).toMatchObject([
        { id, name: "Default", isDefault: true },
        { id: emulator.teamId, name: "Acme", isDefault: false },
      ]);
      const { body: projects } = await callEmulator(emulator, "get-projects", { teamId: id });
      expect(projects).toMatchObject([{ id: projectId, teamId: id, name: "Drafts", isDefault: true, isPinned: false, count: 0 }]);
      expect((await callEmulator(emulator, "get-project-files", { projectId })).body).toEqual([]);
      expect((await callEmulator(emulator, "get-project", { id: projectId })).body).toMatchObject({ teamId: id });
      expect((await callEmulator(emulator, "get-team-members", { teamId: id })).body).toMatchObject([
        { name: "Penops Bot", isOwner: true },
      ]);
    }));

  test("is all that an outsider sees, and nobody else sees it", () =>
    withEmulator(async (emulator) => {
      const { token } = emulator.accounts.outsider;
      const { body } = await callEmulator(emulator, "get-teams", {}, { token });
      const [team] = body as { id: string; isDefault: boolean }[];
      expect(body).toMatchObject([{ isDefault: true }]);
      for (const method of ["get-projects", "get-webhooks"]) {
        expect((await callEmulator(emulator, method, { teamId: team?.id })).status).toBe(404);
      }
    }));

  test("keeps pins apart from those of the other project", () =>
    withEmulator(async (emulator) => {
      const { body } = await callEmulator(emulator, "get-profile");
      const { defaultTeamId: teamId, defaultProjectId: id } = body as Record<string, string>;
      await callEmulator(emulator, "update-project-pin", { teamId, id, isPinned: true });
      expect((await callEmulator(emulator, "get-projects", { teamId })).body).toMatchObject([{ isPinned: true }]);
      expect((await callEmulator(emulator, "get-projects", { teamId: emulator.teamId })).body).toMatchObject([{ isPinned: false }]);
    }));
});

describe("exports", () => {
  async function download(emulator: Emulator, fileId: string, token = emulator.token): Promise<Response> {
    const params = { fileId, includeLibraries: true, embedAssets: false };
    const { body } = await callEmulator(emulator, "export-binfile", params);
    const uri = /"~#uri":"([^"]+)"/.exec(String(body))?.[1] ?? "";
    return fetch(uri, { headers: { authorization: `Token ${token}` } });
  }

  test("an exported archive holds the design and its images", () =>
    withEmulator(async (emulator) => {
      const response = await download(emulator, fileIdOf(emulator));
      const archive = readArchive(new Uint8Array(await response.arrayBuffer()));
      const given = readArchive(readFixtureBytes(ACME_V1));
      const image = "5974007e-87d4-80ef-8008-fb1ba4c00eee";
      expect(response.headers.get("content-type")).toBe("application/zip");
      expect(withoutPlace(archive.design())).toEqual(withoutPlace(given.design()));
      expect(Buffer.from(archive.media(image) ?? [])).toEqual(Buffer.from(given.media(image) ?? []));
    }));

  test("an edit is in the next export", () =>
    withEmulator(async (emulator) => {
      const id = fileIdOf(emulator);
      await callEmulator(emulator, "rename-file", { id, name: "Renamed" });
      emulator.setDesign(id, readFixtureBytes(ACME_V2));
      const archive = readArchive(new Uint8Array(await (await download(emulator, id)).arrayBuffer()));
      expect(archive.design()).toEqual(expect.objectContaining({ name: "Renamed", revn: 6 }));
    }));

  test("any login may download an export, a dead token may not", () =>
    withEmulator(async (emulator) => {
      const { outsider, expired } = emulator.accounts;
      expect((await download(emulator, fileIdOf(emulator), outsider.token)).status).toBe(200);
      expect((await download(emulator, fileIdOf(emulator), expired.token)).status).toBe(401);
    }));

  test("libraries go along with their relations", () =>
    withEmulator(
      async (emulator) => {
        const archive = readArchive(new Uint8Array(await (await download(emulator, APP)).arrayBuffer()));
        expect(archive.files.map(({ name }) => name)).toEqual(["App", "Library"]);
        expect(archive.design().name).toBe("App");
        const { body } = await callEmulator(emulator, "get-file-libraries", { fileId: APP });
        expect(body).toEqual([expect.objectContaining({ id: LIBRARY, name: "Library", isIndirect: false })]);
      },
      { archives: [{ bytes: buildLinkedArchive() }] },
    ));
});

const APP = "1f000000-0000-8000-8000-000000000001";
const LIBRARY = "1f000000-0000-8000-8000-000000000002";

function buildLinkedArchive(): Uint8Array {
  const files = [
    { id: LIBRARY, name: "Library" },
    { id: APP, name: "App" },
  ];
  return buildArchive(files, { relations: [[APP, LIBRARY]] });
}

function withoutPlace(design: ReturnType<typeof toDesign>): unknown {
  const { teamId: _, projectId: __, ...rest } = toComparable(design) as Record<string, unknown>;
  return rest;
}

describe("callers", () => {
  test("ETags differ by caller", () =>
    withEmulator(async (emulator) => {
      const [bot, designer] = [emulator.token, emulator.accounts.designer.token];
      const etags = await Promise.all(
        [bot, designer].map(async (token) =>
          (await callEmulator(emulator, "get-file", { id: fileIdOf(emulator) }, { token })).headers.get("etag"),
        ),
      );
      expect(new Set(etags).size).toBe(2);
    }));

  test("a session cookie, even a garbage one, wins over a good token", () =>
    withEmulator(async (emulator) => {
      const { status } = await callEmulator(emulator, "get-teams", {}, { headers: { cookie: "theme=dark; auth-token=garbage" } });
      expect(status).toBe(401);
    }));

  test("a revoked token is anonymous at once", () =>
    withEmulator(async (emulator) => {
      emulator.revokeToken();
      expect((await callEmulator(emulator, "get-profile")).body).toEqual({
        id: "00000000-0000-0000-0000-000000000000",
        fullname: "Anonymous User",
      });
      expect((await callEmulator(emulator, "get-teams")).status).toBe(401);
    }));

  test("the bot's token may be chosen", () =>
    withEmulator(
      async (emulator) => {
        expect(emulator.token).toBe("chosen-token");
        expect((await callEmulator(emulator, "get-teams")).status).toBe(200);
      },
      { token: "chosen-token" },
    ));

  test("a viewer reads but does not write, and an outsider does not see the team", () =>
    withEmulator(async (emulator) => {
      const { token } = emulator.createProfile("Vic Viewer", "viewer");
      const outsider = emulator.accounts.outsider.token;
      const id = fileIdOf(emulator);
      expect((await callEmulator(emulator, "get-file", { id }, { token })).status).toBe(200);
      expect((await callEmulator(emulator, "rename-file", { id, name: "x" }, { token })).status).toBe(404);
      const { body: teams } = await callEmulator(emulator, "get-teams", {}, { token: outsider });
      expect(teams).not.toContainEqual(expect.objectContaining({ id: emulator.teamId }));
    }));

  test("a token expires on the emulator's clock", async () => {
    let time = Date.parse("2026-11-21T12:00:00Z");
    await withEmulator(
      async (emulator) => {
        const { body } = await callEmulator(emulator, "create-access-token", { name: "short", expiration: "1h30m" });
        const { token, expiresAt } = body as { token: string; expiresAt: string };
        expect(expiresAt).toBe("2026-11-21T13:30:00.000Z");
        expect((await callEmulator(emulator, "get-teams", {}, { token })).status).toBe(200);
        time += 91 * 60_000;
        expect((await callEmulator(emulator, "get-teams", {}, { token })).status).toBe(401);
      },
      { now: () => time },
    );
  });
});

describe("faults", () => {
  test("a status is answered as often as told, then the method works again", () =>
    withEmulator(async (emulator) => {
      emulator.failNext("get-teams", { status: 503, times: 2 });
      const statuses = [];
      for (let call = 0; call < 3; call++) statuses.push((await callEmulator(emulator, "get-teams")).status);
      expect(statuses).toEqual([503, 503, 200]);
    }));

  test("429 has no body, 502 is a proxy's page, 500 is Penpot's", () =>
    withEmulator(async (emulator) => {
      for (const status of [429, 502, 500]) emulator.failNext("*", { status });
      const answers = [];
      for (let call = 0; call < 3; call++) answers.push(await callEmulator(emulator, "get-teams"));
      expect(answers.map(({ body }) => body)).toEqual([
        undefined,
        "<html><h1>502</h1></html>",
        expect.objectContaining({ type: "server-error" }),
      ]);
    }));

  test("a failing call has no effect", () =>
    withEmulator(async (emulator) => {
      emulator.failNext("rename-file", { status: 500 });
      await callEmulator(emulator, "rename-file", { id: fileIdOf(emulator), name: "Renamed" });
      const { body } = await callEmulator(emulator, "get-project-files", { projectId: emulator.projectId });
      expect(body).toEqual([expect.objectContaining({ name: "Acme Design System" })]);
    }));

  test("a truncated body ends properly with status 200", () =>
    withEmulator(async (emulator) => {
      emulator.failNext("get-profile", { truncate: true });
      const response = await fetch(`${emulator.url}/api/main/methods/get-profile`, { headers: { accept: "application/json" } });
      expect([response.status, await response.text()]).toEqual([200, '{"id":"00000000-0000-0000-0000-00000']);
    }));

  test("garbage is 200 and no JSON", () =>
    withEmulator(async (emulator) => {
      emulator.failNext("get-profile", { garbage: true });
      const { status, body } = await callEmulator(emulator, "get-profile");
      expect([status, String(body).slice(0, 6)]).toEqual([200, "<html>"]);
    }));

  test("a call that hangs ends with the emulator", async () => {
    let pending: Promise<unknown> = Promise.resolve();
    await withEmulator(async (emulator) => {
      emulator.failNext("get-profile", { hang: true });
      pending = expect(callEmulator(emulator, "get-profile")).rejects.toThrowError("fetch failed");
      await callEmulator(emulator, "get-teams");
    });
    await pending;
  });
});

describe("for people", () => {
  async function post(emulator: Emulator, body?: object, contentType = "application/json"): Promise<{ status: number; body: unknown }> {
    const init = body && { headers: { "content-type": contentType }, body: JSON.stringify(body) };
    const response = await fetch(`${emulator.url}/emulator/edit`, { method: "POST", ...init });
    return { status: response.status, body: await response.json() };
  }

  test("GET /emulator shows addresses, files, hooks and deliveries", () =>
    withEmulator(async (emulator) => {
      await addHook(emulator, `${emulator.url}/readyz`);
      await callEmulator(emulator, "rename-file", { id: fileIdOf(emulator), name: "Renamed" });
      await emulator.flush();
      const shown = await (await fetch(`${emulator.url}/emulator`)).json();
      const { url, token } = emulator;
      expect(shown).toEqual(expect.objectContaining({ url, token, files: [expect.objectContaining({ name: "Renamed" })] }));
      expect(shown).toEqual(expect.objectContaining({ deliveries: [expect.objectContaining({ event: "rename-file", status: 200 })] }));
    }));

  test("POST /emulator/edit goes to the next version and from the last to the first", () =>
    withEmulator(
      async (emulator) => {
        const id = fileIdOf(emulator);
        const names: unknown[] = [];
        for (let edit = 0; edit < 2; edit++) {
          expect(await post(emulator)).toEqual({ status: 200, body: { fileId: id, revn: 6 + edit } });
          names.push([...(await tokenIds(emulator)).keys()].find((name) => /mint|teal/.test(name)));
        }
        expect(names).toEqual(["core color.mint.500", "core color.teal.500"]);
      },
      { next: [{ bytes: readFixtureBytes(ACME_V2) }] },
    ));

  test("POST /emulator/edit takes a path or an archive in base64", async () => {
    const folder = await mkdtemp(join(tmpdir(), "penops-emulator-"));
    const path = join(folder, "next.penpot");
    writeFileSync(path, readFixtureBytes(ACME_V2));
    await withEmulator(async (emulator) => {
      expect((await post(emulator, { design: path })).body).toEqual(expect.objectContaining({ revn: 6 }));
      const design = Buffer.from(readFixtureBytes(ACME_V1)).toString("base64");
      expect((await post(emulator, { fileId: fileIdOf(emulator), design })).body).toEqual(expect.objectContaining({ revn: 7 }));
    });
    await rm(folder, { recursive: true });
  });

  test.each([
    ["no next version", undefined, 400],
    ["an unreadable path", { design: "no/such/file.penpot" }, 400],
    ["an unknown file", { fileId: "nope", design: "UEsDBA==" }, 400],
  ])("%s is refused with a hint", (_, body, status) =>
    withEmulator(async (emulator) => {
      expect(await post(emulator, body)).toEqual({ status, body: { error: expect.any(String), hint: expect.any(String) } });
    }),
  );

  test("a body that a web page could send unasked is refused", () =>
    withEmulator(async (emulator) => {
      expect((await post(emulator, { design: "x" }, "text/plain")).status).toBe(415);
    }));

  test("readyz answers OK", () =>
    withEmulator(async ({ url }) => {
      expect(await (await fetch(`${url}/readyz`)).text()).toBe("OK");
    }));
});
