import pino from "pino";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";
import { readFixtureBytes } from "./read-fixture.ts";

/** The recorded file's archive before and after a known set of edits. */
export const ACME_V1 = "penpot/acme/acme.v1.penpot";
export const ACME_V2 = "penpot/acme/acme.v2.penpot";

/** An emulator with the recorded file, for as long as `use` runs. */
export async function withEmulator<T>(use: (emulator: Emulator) => Promise<T>, options: Partial<EmulatorOptions> = {}): Promise<T> {
  const archives = [{ bytes: readFixtureBytes(ACME_V1) }];
  const emulator = await createEmulator({ archives, log: pino({ level: "silent" }), ...options });
  try {
    return await use(emulator);
  } finally {
    await emulator.close();
  }
}

/** A call with JSON both ways; `body` is undefined for 204 and the text for what is no JSON. */
export async function callEmulator(
  emulator: Emulator,
  method: string,
  params: object = {},
  { token = emulator.token, headers = {} }: { token?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; headers: Headers; body: unknown }> {
  const response = await fetch(`${emulator.url}/api/main/methods/${method}`, {
    method: "POST",
    headers: { authorization: `Token ${token}`, accept: "application/json", "content-type": "application/json", ...headers },
    body: JSON.stringify(params),
  });
  const text = await response.text();
  const isJson = (response.headers.get("content-type") ?? "").startsWith("application/json") && /^[[{]/.test(text);
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text || undefined };
}

/** Registers a hook as the bot. */
export async function addHook(emulator: Emulator, uri: string, rest: object = {}): Promise<string> {
  const hook = { teamId: emulator.teamId, uri, mtype: "application/json", isActive: true, ...rest };
  const { body } = await callEmulator(emulator, "create-webhook", hook);
  return (body as { id: string }).id;
}
