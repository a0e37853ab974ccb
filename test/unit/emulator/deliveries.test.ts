import { setTimeout as wait } from "node:timers/promises";
import { expect, test, vi } from "vitest";
import type { Emulator } from "../../../src/emulator/index.ts";
import { openBadPorts, startHookReceiver } from "../../support/hook-receiver.ts";
import { withServer } from "../../support/replay-server.ts";
import { addHook, callEmulator, withEmulator } from "../../support/start-emulator.ts";

async function rename(emulator: Emulator, name: string): Promise<void> {
  await callEmulator(emulator, "rename-file", { id: emulator.files[0]?.id, name });
}

async function hooksOf(emulator: Emulator): Promise<Record<string, unknown>[]> {
  const { body } = await callEmulator(emulator, "get-webhooks", { teamId: emulator.teamId });
  return body as Record<string, unknown>[];
}

/** A hook on a receiver that is gone. */
async function addDeadHook(emulator: Emulator): Promise<string> {
  const receiver = await startHookReceiver();
  const id = await addHook(emulator, `http://${receiver.host}/hook`);
  await receiver.close();
  return id;
}

async function withReceiver(
  use: (emulator: Emulator, posts: () => { name: string; props: Record<string, unknown> }[]) => Promise<void>,
): Promise<void> {
  const receiver = await startHookReceiver();
  const posts = () => receiver.requests.filter(({ method }) => method === "POST").map(({ body }) => JSON.parse(body));
  await withEmulator(async (emulator) => {
    await addHook(emulator, `http://${receiver.host}/hook`);
    await use(emulator, posts);
  });
  await receiver.close();
}

test("a burst of saves by one profile is announced once, by its last", () =>
  withReceiver(async (emulator, posts) => {
    const [file] = emulator.files;
    for (let save = 0; save < 3; save++) emulator.edit(file?.id ?? "", () => {});
    await rename(emulator, "Renamed meanwhile");
    emulator.edit(file?.id ?? "", () => {});
    await emulator.flush();
    const updates = posts().filter(({ name }) => name === "update-file");
    expect(updates.map(({ props }) => props["name"])).toEqual(["Renamed meanwhile"]);
  }));

test("two profiles that save one file are announced one by one", () =>
  withReceiver(async (emulator, posts) => {
    const [file] = emulator.files;
    emulator.edit(file?.id ?? "", () => {}, emulator.accounts.bot.id);
    emulator.edit(file?.id ?? "", () => {}, emulator.accounts.designer.id);
    await emulator.flush();
    expect(posts().map(({ name }) => name)).toEqual(["update-file", "update-file"]);
  }));

test("a burst is announced by itself when its delay is over", async () => {
  const receiver = await startHookReceiver();
  await withEmulator(
    async (emulator) => {
      await addHook(emulator, `http://${receiver.host}/hook`);
      emulator.edit(emulator.files[0]?.id ?? "", () => {});
      await vi.waitFor(() =>
        expect(emulator.deliveries.map(({ event, outcome }) => [event, outcome])).toEqual([["update-file", { status: 200 }]]),
      );
    },
    { delays: { updateFileMs: 20 } },
  );
  await receiver.close();
});

test("what a client adds to a call comes back in the props, under any spelling", () =>
  withReceiver(async (emulator, posts) => {
    const pin = { teamId: emulator.teamId, id: emulator.projectId, isPinned: false, "penops-nonce": "n-1", password: "hidden" };
    await callEmulator(emulator, "update-project-pin", pin);
    await emulator.flush();
    const { teamId, projectId: id } = emulator;
    expect(posts()[0]?.props).toEqual({ id, teamId, isPinned: false, penopsNonce: "n-1" });
  }));

test("a hook made after the event but before it is sent receives it", () =>
  withReceiver(async (emulator) => {
    emulator.edit(emulator.files[0]?.id ?? "", () => {});
    const receiver = await startHookReceiver();
    await addHook(emulator, `http://${receiver.host}/late`);
    await emulator.flush();
    expect(receiver.requests.map(({ method }) => method)).toEqual(["HEAD", "POST"]);
    await receiver.close();
  }));

test("a hook made without is-active never fires", async () => {
  const receiver = await startHookReceiver();
  await withEmulator(async (emulator) => {
    await addHook(emulator, `http://${receiver.host}/hook`, { isActive: undefined });
    await rename(emulator, "x");
    await emulator.flush();
    expect(receiver.requests.map(({ method }) => method)).toEqual(["HEAD"]);
  });
  await receiver.close();
});

test("nothing is sent with the flag webhooks off", async () => {
  const receiver = await startHookReceiver();
  await withEmulator(
    async (emulator) => {
      await addHook(emulator, `http://${receiver.host}/hook`);
      await rename(emulator, "x");
      await emulator.flush();
      expect(emulator.deliveries).toEqual([]);
    },
    { flags: { webhooks: false } },
  );
  await receiver.close();
});

test.each([201, 302, 404, 500])("an answer of %i is not an error, is not followed and is not sent again", async (status) => {
  await withServer(
    ({ method }, response) => void response.writeHead(method === "HEAD" ? 200 : status, { location: "/elsewhere" }).end(),
    (server) =>
      withEmulator(async (emulator) => {
        await addHook(emulator, `${server.url}/hook`);
        for (const name of ["a", "b", "c", "d"]) await rename(emulator, name);
        await emulator.flush();
        expect(server.requests.filter(({ method }) => method === "POST").map(({ path }) => path)).toEqual(Array(4).fill("/hook"));
        expect(await hooksOf(emulator)).toEqual([expect.objectContaining({ isActive: true, errorCount: 0 })]);
      }),
  );
});

test("a dropped connection is lost without a trace in the hook", async () => {
  await withServer(
    ({ method }, response) => void (method === "HEAD" ? response.end() : response.socket?.destroy()),
    (server) =>
      withEmulator(async (emulator) => {
        await addHook(emulator, `${server.url}/hook`);
        await rename(emulator, "a");
        await emulator.flush();
        expect(emulator.deliveries[0]?.outcome).toEqual({ lost: "the connection was dropped" });
        expect(await hooksOf(emulator)).toEqual([expect.objectContaining({ isActive: true, errorCount: 0 })]);
      }),
  );
});

test("an answer that takes more than four seconds is lost without a trace in the hook", async () => {
  await withServer(
    ({ method }, response) => void (method === "HEAD" && response.end()),
    (server) =>
      withEmulator(async (emulator) => {
        await addHook(emulator, `${server.url}/hook`);
        await rename(emulator, "a");
        await emulator.flush();
        expect(emulator.deliveries[0]?.outcome).toEqual({ lost: "no answer in time" });
        expect(await hooksOf(emulator)).toEqual([expect.objectContaining({ isActive: true, errorCount: 0 })]);
      }),
  );
});

test("three refused connections in a row switch a hook off, and then nothing is tried", () =>
  withEmulator(async (emulator) => {
    await addDeadHook(emulator);
    for (const name of ["a", "b", "c", "d"]) {
      await rename(emulator, name);
      await emulator.flush();
    }
    expect(emulator.deliveries.map(({ outcome }) => outcome)).toEqual(Array(3).fill({ errorCode: "connection-error" }));
    expect(await hooksOf(emulator)).toEqual([expect.objectContaining({ isActive: false, errorCount: 3, errorCode: "connection-error" })]);
  }));

test("a success in between starts the count again", async () => {
  let port = 0;
  await withEmulator(async (emulator) => {
    await withServer(
      (_, response) => void response.end(),
      async (server) => {
        port = Number(new URL(server.url).port);
        await addHook(emulator, `${server.url}/hook`);
      },
    );
    const announce = async (): Promise<void> => {
      await rename(emulator, "a");
      await emulator.flush();
    };
    await announce();
    await announce();
    const receiver = await startHookReceiver(200, port);
    await announce();
    await receiver.close();
    await announce();
    await announce();
    expect(await hooksOf(emulator)).toEqual([expect.objectContaining({ isActive: true, errorCount: 2 })]);
  });
});

test.each([
  ["a TLS handshake that fails", "badTls", "ssl-validation-error"],
  ["a TLS handshake that stalls", "silent", "timeout"],
] as const)("%s refuses the hook", async (_, port, hint) => {
  const bad = await openBadPorts();
  await withEmulator(async (emulator) => {
    const hook = { teamId: emulator.teamId, mtype: "application/json", isActive: true, uri: `https://127.0.0.1:${bad[port]}/hook` };
    const { body } = await callEmulator(emulator, "create-webhook", hook);
    expect(body).toEqual(expect.objectContaining({ type: "validation", hint }));
  });
  await bad.close();
});

test("a receiver that is not allowed counts as blocked", async () => {
  const receiver = await startHookReceiver();
  let isAllowed = true;
  await withEmulator(
    async (emulator) => {
      await addHook(emulator, `http://${receiver.host}/hook`);
      isAllowed = false;
      await rename(emulator, "a");
      await emulator.flush();
      expect(await hooksOf(emulator)).toEqual([
        expect.objectContaining({ errorCode: "blocked-request:uri target is not allowed", errorCount: 1 }),
      ]);
    },
    { receiverAllowed: () => isAllowed },
  );
  await receiver.close();
});

test("requests are made one at a time", async () => {
  let open = 0;
  let most = 0;
  await withServer(
    async ({ method }, response) => {
      if (method === "POST") {
        most = Math.max(most, ++open);
        await wait(5);
        open--;
      }
      response.end();
    },
    (server) =>
      withEmulator(async (emulator) => {
        for (const hook of ["a", "b", "c"]) await addHook(emulator, `${server.url}/${hook}`);
        await rename(emulator, "a");
        await rename(emulator, "b");
        await emulator.flush();
        expect([emulator.deliveries.length, most]).toEqual([6, 1]);
      }),
  );
});

test("closing stops what still waits", async () => {
  const receiver = await startHookReceiver();
  const emulator = await withEmulator(async (running) => {
    await addHook(running, `http://${receiver.host}/hook`);
    running.edit(running.files[0]?.id ?? "", () => {});
    return running;
  });
  await emulator.flush();
  expect(receiver.requests.map(({ method }) => method)).toEqual(["HEAD"]);
  await receiver.close();
});
