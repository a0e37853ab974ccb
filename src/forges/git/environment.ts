/** What git authenticates with over HTTP. */
export interface Credentials {
  username: string;
  password: string;
}

/** Variables of ours that git's HTTP needs on some networks. */
const PASSED_ON = [
  "PATH",
  "TMPDIR",
  ...["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]),
  ...["SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH"],
];

/** Nothing of the machine's or the user's git is used: no hooks, helpers, prompts, filters or other transports. */
const CONFIG: Readonly<Record<string, string>> = {
  "core.hooksPath": "/dev/null",
  "core.fsmonitor": "false",
  "core.attributesFile": "/dev/null",
  "credential.helper": "",
  "protocol.allow": "never",
  "protocol.file.allow": "always",
  "protocol.http.allow": "always",
  "protocol.https.allow": "always",
  "submodule.recurse": "false",
  "fetch.recurseSubmodules": "false",
  "push.recurseSubmodules": "no",
  "gc.auto": "0",
  "maintenance.auto": "false",
  // Everything stays in packs, which are few and counted.
  "fetch.unpackLimit": "1",
  "fastimport.unpackLimit": "1",
  // Searching for deltas and squeezing hard cost more than they save on one commit.
  "pack.window": "0",
  "pack.compression": "1",
  "push.negotiate": "false",
  "http.lowSpeedLimit": "1000",
  "http.lowSpeedTime": "60",
};

/** The environment of every git call. Credentials stand only here, bound to the address's origin, never in arguments. */
export function createGitEnvironment(
  env: Readonly<Record<string, string | undefined>>,
  home: string,
  remote: { url: string; credentials?: Credentials | undefined },
): Record<string, string> {
  const config: [string, string][] = [...Object.entries(CONFIG), ["remote.origin.url", remote.url]];
  if (remote.credentials) config.push([`http.${new URL(remote.url).origin}/.extraHeader`, `Authorization: ${toBasic(remote.credentials)}`]);
  const passed = PASSED_ON.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]));
  return {
    ...Object.fromEntries(passed),
    HOME: home,
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_ATTR_NOSYSTEM: "1",
    GIT_LFS_SKIP_SMUDGE: "1",
    GIT_CONFIG_COUNT: String(config.length),
    ...Object.fromEntries(
      config.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

/** The value of an Authorization header. */
export function toBasic({ username, password }: Credentials): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}
