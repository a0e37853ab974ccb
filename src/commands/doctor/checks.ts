import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { promisify } from "node:util";
import type { Config } from "../../config/config.ts";
import type { Secrets } from "../../config/secrets.ts";
import { resolveWebhookSecrets } from "../../config/webhook-secret.ts";
import { formatProblem } from "../../errors.ts";
import { explainSilence, listWebhooks, matchTeams, type PenpotClient, readFlags } from "../../penpot/index.ts";
import { startRedis } from "../../queue/index.ts";
import type { RoomOptions, Rooms } from "../../rooms.ts";
import { openRecipes } from "../../rooms.ts";
import { attempt, bad, type Check, ok } from "./check.ts";

/** What the checks look at. */
export interface Patient extends RoomOptions {
  rooms: Rooms;
  secrets: Secrets;
  signal: AbortSignal;
}

const EXPIRY_WARNING_DAYS = 14;

/** The programs and folders of this machine. */
export async function checkMachine({ config, cwd, secrets, log, signal }: Patient): Promise<Check[]> {
  return [
    ...(await attempt("git", async () => {
      const { stdout } = await promisify(execFile)("git", ["--version"]);
      return ok("git", stdout.trim());
    })),
    ...(await attempt("recipes", async () => {
      const { recipes, problems } = await openRecipes({ config, cwd, log }, secrets);
      const broken = problems.map((problem) => bad("recipes", "failed" as const, { message: formatProblem(problem) }));
      if (recipes.length === 0 && broken.length === 0)
        return bad("recipes", "warning", {
          message: `There is none in ${config.recipes.join(", ")}.`,
          hint: "Put one there: recipes/README.md has the language.",
        });
      return [...broken, ...(recipes.length > 0 ? [ok("recipes", recipes.map(({ name }) => name).join(", "))] : [])];
    })),
    ...(await attempt("redis", () => checkRedis(config, resolve(cwd, config.data), { log, signal }))),
  ];
}

async function checkRedis(config: Config, dataDir: string, { log, signal }: Pick<Patient, "log" | "signal">): Promise<Check> {
  if (config.redis.url === undefined) return ok("redis", "No address is set: one is started when Penops is served.");
  const redis = await startRedis(config.redis, dataDir, log, signal);
  try {
    return ok("redis", `${redis.url} answers.`);
  } finally {
    await redis.close();
  }
}

/** The instances of Penpot: token, version, flags, teams, webhooks. */
export async function checkPenpot(patient: Patient): Promise<Check[]> {
  const checks: Check[] = [];
  if (Object.keys(patient.config.penpot).length === 0) {
    checks.push(
      bad("penpot", "failed", {
        message: "There is no instance: nothing can be watched.",
        hint: "Add one under penpot: in the configuration.",
      }),
    );
  }
  for (const [name, penpot] of patient.rooms.penpots) {
    const what = `penpot ${name}`;
    const profile = await attempt(what, async () => {
      const { fullname, email } = await penpot.getProfile(patient.signal);
      const version = await penpot.getServerVersion(patient.signal).catch(() => undefined);
      return ok(
        what,
        `${penpot.publicUrl}${version ? `, Penpot ${version}` : ""}: the token is ${fullname}'s${email ? ` (${email})` : ""}.`,
      );
    });
    checks.push(...profile, ...(await attempt(what, () => checkFlags(what, penpot, patient))));
    if (profile.some(({ state }) => state === "failed")) continue;
    checks.push(...(await attempt(what, () => checkExpiry(what, penpot, patient))));
    checks.push(...(await attempt(what, () => checkTeams(what, penpot, patient))));
    checks.push(...(await attempt(`webhook ${name}`, () => checkWebhooks(`webhook ${name}`, penpot, patient))));
  }
  return checks;
}

async function checkFlags(what: string, penpot: PenpotClient, { signal }: Patient): Promise<Check[]> {
  const flags = await readFlags(penpot, fetch, AbortSignal.any([signal, AbortSignal.timeout(5_000)]));
  const missing = ["webhooks", "access-tokens"].filter((flag) => flags && (!flags.has(`enable-${flag}`) || flags.has(`disable-${flag}`)));
  if (missing.length === 0) return flags ? [ok(what, "The flags enable-webhooks and enable-access-tokens are set.")] : [];
  return [
    bad(what, "warning", {
      message: `The web app runs without ${missing.map((flag) => `enable-${flag}`).join(" and ")}.`,
      hint: "Add them to PENPOT_FLAGS of the frontend and the backend.",
    }),
  ];
}

async function checkExpiry(what: string, penpot: PenpotClient, { signal }: Patient): Promise<Check[]> {
  const tokens = (await penpot.getAccessTokens(signal)).filter(({ type }) => type !== "mcp");
  return tokens.flatMap(({ name, expiresInDays }) =>
    expiresInDays !== undefined && expiresInDays >= 0 && expiresInDays <= EXPIRY_WARNING_DAYS
      ? [
          bad(what, "warning", {
            message: `The profile's access token "${name}" expires in ${expiresInDays} days.`,
            hint: "If it is the one in use, make a new one and configure it.",
          }),
        ]
      : [],
  );
}

async function checkTeams(what: string, penpot: PenpotClient, { config, signal }: Patient): Promise<Check[]> {
  const { teams, unmatched } = matchTeams(config.penpot[penpot.instance]?.teams ?? [], await penpot.getTeams(signal));
  const found = teams.length > 0 ? [ok(what, `Teams: ${teams.map(({ name }) => name).join(", ")}.`)] : [];
  return [...unmatched.map(({ problem }) => bad(what, "failed", problem)), ...found];
}

async function checkWebhooks(what: string, penpot: PenpotClient, { config, cwd, signal }: Patient): Promise<Check[]> {
  const publicUrl = config.server["public-url"];
  if (publicUrl === undefined) {
    return [
      bad(what, "warning", {
        message: "server.public-url is not set: changes are found by the timer only.",
        hint: "Set it to the address at which Penpot's backend reaches this program.",
      }),
    ];
  }
  const { teams = [], format = "transit" } = config.penpot[penpot.instance] ?? {};
  const secrets = await resolveWebhookSecrets(config, resolve(cwd, config.data), true);
  const listed = await listWebhooks({ penpot, teams, publicUrl, secrets, format, signal });
  return listed.flatMap(({ team, webhooks, problem }) => {
    if (problem) return [];
    const own = webhooks.filter(({ isOurs }) => isOurs);
    if (own.some(({ isHealthy }) => isHealthy)) return [ok(what, `${team}: active, ${format}.`)];
    const trouble = own.find((hook) => hook.problem)?.problem;
    if (own.length > 0)
      return [
        bad(what, "failed", {
          message: `${team}: ${trouble?.message ?? "ours is switched off or points elsewhere."}`,
          hint: trouble?.hint ?? "penops webhooks ensure repairs it; penops serve does so by itself.",
        }),
      ];
    return [
      bad(what, "warning", {
        message: `${team}: there is none of ours.`,
        hint: `penops serve makes it when it starts. ${explainSilence(publicUrl).hint ?? ""}`.trim(),
      }),
    ];
  });
}

/** The git hosts. */
export async function checkForges({ rooms, signal }: Patient): Promise<Check[]> {
  const checks: Check[] = [];
  for (const [name, forge] of rooms.forges) {
    checks.push(
      ...(await attempt(`forge ${name}`, async () => ok(`forge ${name}`, `${forge.type}: we are ${await forge.check(signal)}.`))),
    );
  }
  return checks.length > 0
    ? checks
    : [
        bad("forges", "warning", {
          message: "There is none: nothing can be proposed.",
          hint: "Add one under forges: in the configuration.",
        }),
      ];
}
