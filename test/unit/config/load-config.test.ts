import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadConfig } from "../../../src/config/load-config.ts";
import { formatError, UserError } from "../../../src/errors.ts";

async function folderWith(files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "penops-config-"));
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return folder;
}

async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(UserError);
  return formatError(error);
}

const GOOD = `
penpot:
  main: { url: https://design.example.com, teams: [Design], token: { env: MY_TOKEN } }
forges:
  github: { type: github, token: { file: token.txt } }
`;

describe("loadConfig", () => {
  it("works without a file, from defaults alone", async () => {
    const { config, file } = await loadConfig({ cwd: await folderWith({}), env: {} });
    expect(file).toBeUndefined();
    expect(config.server.port).toBe(8080);
    expect(config.reconcile.every).toBe(300_000);
  });

  it("lets the environment win over the file and the file over the defaults", async () => {
    const cwd = await folderWith({ "p.yaml": "server: { port: 9000, host: 127.0.0.1 }" });
    const { config } = await loadConfig({ cwd, file: "p.yaml", env: { PENOPS_SERVER_PORT: "9100" } });
    expect(config.server).toMatchObject({ port: 9100, host: "127.0.0.1", "body-limit": 1_048_576 });
  });

  it("takes whole instances and lists from the environment, with names that hold dashes in the file", async () => {
    const cwd = await folderWith({ "p.yaml": "penpot: { in-house: { url: http://penpot, teams: [A] } }" });
    const env = {
      PENOPS_PENPOT_IN_HOUSE_PUBLIC_URL: "https://penpot.example.com",
      PENOPS_PENPOT_IN_HOUSE_TOKEN: "token-of-in-house",
      PENOPS_PENPOT_CLOUD_URL: "https://design.penpot.app",
      PENOPS_PENPOT_CLOUD_TEAMS: "Design, Marketing",
    };
    const { config } = await loadConfig({ cwd, file: "p.yaml", env });
    expect(config.penpot["in-house"]).toMatchObject({ "public-url": "https://penpot.example.com", token: "token-of-in-house" });
    expect(config.penpot["cloud"]?.teams).toEqual(["Design", "Marketing"]);
  });

  it("reads secrets from variables and mounted files and knows them all", async () => {
    const cwd = await folderWith({ "p.yaml": GOOD, "token.txt": "ghp_canary_token\n", secret: "canary-secret-of-webhooks\n" });
    const env = {
      MY_TOKEN: "canary-penpot-token",
      PENOPS_WEBHOOKS_SECRET_FILE: join(cwd, "secret"),
      PENOPS_REDIS_URL: "redis://user:canary%20redis@h:1/0",
    };
    const { config, secrets } = await loadConfig({ cwd, file: "p.yaml", env });
    expect(config.webhooks.secret).toBe("canary-secret-of-webhooks");
    const printed = secrets.redact(
      JSON.stringify(config) + encodeURIComponent("canary-penpot-token") + Buffer.from("ghp_canary_token").toString("base64"),
    );
    expect(printed).not.toContain("canary");
    expect(printed).not.toContain(Buffer.from("ghp_canary_token").toString("base64"));
  });

  it("reports every mistake at once, with its place and what to do", async () => {
    const text = `server:
  prt: 80
  port: 99999
penpot:
  Main: { url: ftp://x, teams: [] }
forges:
  gh: { type: githb }
  gl: { type: gitlab, tken: x }
webhooks: { secret: short, check: 5 minutes }
`;
    const cwd = await folderWith({ "p.yaml": text });
    const message = await failure(
      loadConfig({ cwd, file: "p.yaml", env: { PENOPS_REDIS_PREFIX: "Not Kebab", PENOPS_FORGES_GL_TOKEN_FILE: "/does/not/exist" } }),
    );
    expect(message.split("\n").filter((line) => !line.startsWith("    "))).toEqual([
      expect.stringMatching(/^environment PENOPS_FORGES_GL_TOKEN_FILE {2}The secret file .* cannot be read/),
      expect.stringMatching(/^environment PENOPS_REDIS_PREFIX {2}"redis.prefix" must be kebab-case/),
      'p.yaml:2:3  Unknown key "prt" in "server".',
      'p.yaml:3:9  "server.port" must be at most 65535.',
      'p.yaml:5:3  "penpot.Main" has a name that must be kebab-case: a-z, 0-9 and -.',
      'p.yaml:7:15  "forges.gh.type" must be git or github or gitlab.',
      'p.yaml:8:23  Unknown key "tken" in "forges.gl".',
      'p.yaml:9:21  "webhooks.secret" must have at least 16 characters.',
      'p.yaml:9:35  "webhooks.check" is no duration; write it like 30s, 15m or 2h.',
    ]);
    expect(message).toContain('Did you mean "port"?');
    expect(message).toContain('Did you mean "token"?');
    expect(message).toContain('Did you mean "github"?');
  });

  it("says what is wrong with a file that is no YAML, and with one that is not there", async () => {
    const cwd = await folderWith({ "p.yaml": "server: [1,\nport: 2\n" });
    expect(await failure(loadConfig({ cwd, file: "p.yaml", env: {} }))).toMatch(/^p\.yaml:\d+:\d+ {2}/);
    expect(await failure(loadConfig({ cwd, file: "gone.yaml", env: {} }))).toContain("gone.yaml");
  });

  it("says what a mistyped word was likely meant to be", async () => {
    const cwd = await folderWith({ "p.yaml": "server: { prot: 80 }\nlog: { level: debgu, format: jsno }\nreconcile: { every: 15 }\n" });
    expect(await failure(loadConfig({ cwd, file: "p.yaml", env: {} }))).toBe(
      [
        'p.yaml:1:11  Unknown key "prot" in "server".\n    Did you mean "port"?',
        'p.yaml:2:15  "log.level" must be "trace" or "debug" or "info" or "warn" or "error" or "silent".\n    Did you mean "debug"?',
        'p.yaml:2:30  "log.format" must be "auto" or "json" or "text".\n    Did you mean "json"?',
        'p.yaml:3:21  "reconcile.every" is no duration; write it like 30s, 15m or 2h.',
      ].join("\n"),
    );
  });

  it("warns of variables that mean nothing, but not of those Kubernetes sets for a service", async () => {
    const env = {
      PENOPS_SERVER_PROT: "1",
      PENOPS_SERVICE_HOST: "10.0.0.1",
      PENOPS_PORT: "tcp://10.0.0.1:8080",
      PENOPS_PORT_8080_TCP_ADDR: "10.0.0.1",
    };
    const { warnings } = await loadConfig({ cwd: await folderWith({}), env });
    expect(warnings).toEqual([
      expect.objectContaining({ message: expect.stringContaining("PENOPS_SERVER_PROT"), hint: "Did you mean PENOPS_SERVER_PORT?" }),
    ]);
  });

  it("names a secret's variable that is not set, and nothing of its neighbours", async () => {
    const cwd = await folderWith({ "p.yaml": GOOD, "token.txt": "ghp_canary_token" });
    expect(await failure(loadConfig({ cwd, file: "p.yaml", env: {} }))).toBe(
      "p.yaml:3:68  The environment variable MY_TOKEN is not set.\n    Set it, or name another.",
    );
  });
});
