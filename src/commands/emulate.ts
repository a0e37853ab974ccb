import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { Command } from "commander";
import { createSecrets } from "../config/secrets.ts";
import { type ArchiveInput, createEmulator } from "../emulator/index.ts";
import { UserError } from "../errors.ts";
import { createLogger } from "../log.ts";
import { type ExitCode, type Io, print, untilStopped } from "./io.ts";

interface EmulateOptions {
  design: string[];
  next: string[];
  port: string;
  host: string;
  token?: string;
  delay: string;
  json?: boolean;
}

/** `penops emulate`: a Penpot for testing recipes. */
export function addEmulate(program: Command, io: Io, done: (code: ExitCode) => void): void {
  program
    .command("emulate")
    .description("serve .penpot archives as a Penpot would: files, access tokens, webhooks")
    .requiredOption("--design <file...>", "archives to serve")
    .option("--next <file...>", "versions of the first file; each POST to /emulator/edit goes to the next one", [])
    .option("--port <port>", "where to listen; 0 takes any free port", "6060")
    .option("--host <host>", "the address to listen on", "127.0.0.1")
    .option("--token <token>", "the access token it accepts (default: one is made)")
    .option("--delay <seconds>", "how long after the last edit update-file is sent; Penpot waits 120", "1")
    .option("--json", "print the addresses as JSON")
    .action(async (options: EmulateOptions) => {
      const log = createLogger({ level: "warn", format: "text", secrets: createSecrets(), write: io.err });
      const emulator = await createEmulator({
        archives: await readAll(io, options.design),
        next: await readAll(io, options.next),
        host: options.host,
        port: toPort(options.port),
        ...(options.token !== undefined && { token: options.token }),
        delays: { updateFileMs: toNumber(options.delay, "--delay") * 1000, pinMs: 1000 },
        log,
      });
      const { url, token, teamId, files } = emulator;
      print(io, options.json, { url, token, teamId, files }, () =>
        [
          `A Penpot stands at ${url}, team "Acme" (${teamId})`,
          `  access token  ${token}`,
          ...files.map(({ id, name }) => `  file          ${name} (${id})`),
          `  edit          curl -X POST ${url}/emulator/edit`,
          `  state         curl ${url}/emulator`,
          "Ctrl-C stops it.",
        ].join("\n"),
      );
      await untilStopped(io.signal);
      await emulator.close();
      done(0);
    });
}

function readAll(io: Io, paths: readonly string[]): Promise<ArchiveInput[]> {
  return Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(resolve(io.cwd, path)).catch((cause: Error) => {
        throw new UserError("DESIGN_UNREADABLE", `The archive ${path} cannot be read: ${cause.message}.`, {
          hint: "Name a .penpot file exported from Penpot.",
          cause,
        });
      });
      return { bytes };
    }),
  );
}

function toNumber(text: string, option: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value) && value >= 0) return value;
  throw new UserError("OPTION_INVALID", `${option} must be a number, not ${JSON.stringify(text)}.`);
}

function toPort(text: string): number {
  const port = toNumber(text, "--port");
  if (Number.isInteger(port) && port <= 65_535) return port;
  throw new UserError("OPTION_INVALID", `--port must be a whole number up to 65535, not ${text}.`);
}
