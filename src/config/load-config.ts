import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import * as z from "zod";
import type { Place, Problem } from "../errors.ts";
import { UserError } from "../errors.ts";
import { parseYaml, toYamlProblems } from "../yaml.ts";
import { Config } from "./config.ts";
import { applyEnvironment, type Data, type Environment, isData, readSecretFile, SECRET_KEYS } from "./environment.ts";
import { createSecrets, type Secrets } from "./secrets.ts";

export interface LoadedConfig {
  config: Config;
  /** The file that was read; undefined when there is none and only defaults and the environment count. */
  file?: string;
  /** Every secret of the configuration is known here, so that it can be kept out of what is printed. */
  secrets: Secrets;
  /** Environment variables that look like ours and mean nothing. */
  warnings: Problem[];
}

export interface ConfigSource {
  /** The file asked for; without one `config/penops.yaml` is read where it exists. */
  file?: string;
  env: Environment;
  cwd: string;
}

type Path = readonly string[];

const DEFAULT_FILE = "config/penops.yaml";

/** Reads defaults < file < environment; throws one UserError with every mistake and its place. */
export async function loadConfig({ file, env, cwd }: ConfigSource): Promise<LoadedConfig> {
  const asked = file ?? env["PENOPS_CONFIG"];
  const name = asked ?? DEFAULT_FILE;
  const text = await readText(resolve(cwd, name), asked !== undefined, name);
  const parsed = parseYaml(text ?? "", name, z.unknown());
  const data = isData(parsed.data) ? structuredClone(parsed.data) : {};
  const problems = [...parsed.problems];
  if (text !== undefined && parsed.problems.length === 0 && parsed.data !== null && parsed.data !== undefined && !isData(parsed.data)) {
    problems.push({ code: "WRONG_VALUE", message: "The file must be a map.", place: { file: name, line: 1 } });
  }
  const overlay = await applyEnvironment(data, env, problems);
  await resolveReferences(data, env, cwd, [], problems, (path) => overlay.placeOf(path) ?? parsed.locate(path));
  const result = problems.length > 0 && parsed.problems.length > 0 ? undefined : Config.safeParse(data, { reportInput: true });
  if (result && !result.success) {
    problems.push(...toYamlProblems(result.error, [], Config, (path, at) => overlay.placeOf(path as Path) ?? parsed.locate(path, at)));
  }
  if (problems.length > 0 || !result?.success) throw new UserError("CONFIG_INVALID", "The configuration is not right.", { problems });
  const secrets = createSecrets();
  collectSecrets(result.data, secrets);
  return { config: result.data, ...(text !== undefined && { file: name }), secrets, warnings: overlay.warnings };
}

async function readText(path: string, isAsked: boolean, name: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    if (!isAsked && (cause as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new UserError("CONFIG_UNREADABLE", `The configuration ${name} cannot be read: ${(cause as Error).message}.`, {
      hint: "Name an existing file with --config, or leave --config away to use defaults and the environment.",
      place: { file: name },
      cause,
    });
  }
}

/** Replaces `{ env: NAME }` and `{ file: PATH }` at secret keys by what they name. */
async function resolveReferences(
  data: Data,
  env: Environment,
  cwd: string,
  path: Path,
  problems: Problem[],
  placeOf: (path: Path) => Place,
): Promise<void> {
  for (const [key, value] of Object.entries(data)) {
    const here = [...path, key];
    if (!isData(value)) continue;
    if (!SECRET_KEYS.has(key)) {
      await resolveReferences(value, env, cwd, here, problems, placeOf);
      continue;
    }
    const text = await dereference(value, env, cwd, placeOf(here), problems);
    if (text === undefined) delete data[key];
    else data[key] = text;
  }
}

async function dereference(reference: Data, env: Environment, cwd: string, place: Place, problems: Problem[]): Promise<string | undefined> {
  const [[kind, name] = [], ...more] = Object.entries(reference);
  if (more.length === 0 && kind === "file" && typeof name === "string") return readSecretFile(resolve(cwd, name), place, problems);
  if (more.length === 0 && kind === "env" && typeof name === "string") {
    const value = env[name];
    if (value !== undefined && value !== "") return value;
    problems.push({
      code: "SECRET_MISSING",
      message: `The environment variable ${name} is not set.`,
      hint: "Set it, or name another.",
      place,
    });
    return undefined;
  }
  problems.push({ code: "SECRET_REFERENCE", message: "A secret is text, { env: NAME } or { file: PATH }.", place });
  return undefined;
}

function collectSecrets(value: unknown, secrets: Secrets, key = ""): void {
  if (typeof value === "string") {
    if (SECRET_KEYS.has(key)) secrets.add(value);
    const password = /^[a-z]+:\/\/[^/@]*:([^/@]+)@/.exec(value)?.[1];
    if (password) {
      secrets.add(password);
      secrets.add(decodeURIComponent(password));
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [inner, child] of Object.entries(value)) collectSecrets(child, secrets, inner);
  }
}
