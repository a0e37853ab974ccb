import { resolve } from "node:path";
import type { Command } from "commander";
import { loadConfig } from "../config/load-config.ts";
import { resolveWebhookSecrets } from "../config/webhook-secret.ts";
import { formatProblem, UserError } from "../errors.ts";
import {
  ensureWebhooks,
  listWebhooks,
  type RemovalReport,
  removeWebhooks,
  type TeamWebhooks,
  type WebhookReport,
} from "../penpot/index.ts";
import { openRooms } from "../rooms.ts";
import { type ExitCode, type Io, print } from "./io.ts";
import { openLog } from "./open-log.ts";

/** `penops webhooks list|ensure|remove`: our webhooks in Penpot. */
export function addWebhooks(program: Command, io: Io, done: (code: ExitCode) => void): void {
  const webhooks = program.command("webhooks").description("list, repair or remove our webhooks in Penpot");
  const config = () => program.opts<{ config?: string }>().config;
  webhooks
    .command("list")
    .description("all webhooks of the configured teams, ours and others'")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const teams = await eachInstance(io, config(), listWebhooks);
      print(io, json, teams, () => teams.map(toList).join("\n"));
      done(teams.some(({ problem }) => problem) ? 1 : 0);
    });
  webhooks
    .command("ensure")
    .description("create, adopt or repair ours; the daemon must be listening, Penpot asks it at once")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const reports = await eachInstance(io, config(), ensureWebhooks);
      print(io, json, reports, () => reports.map(toEnsured).join("\n"));
      done(reports.some(({ state }) => state === "failed") ? 1 : 0);
    });
  webhooks
    .command("remove")
    .description("remove ours; those of others stay")
    .option("--json", "print JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const reports = await eachInstance(io, config(), removeWebhooks);
      print(io, json, reports, () => reports.map(toRemoved).join("\n"));
      done(reports.some(({ problem }) => problem) ? 1 : 0);
    });
}

type WebhookVerb<Report> = (options: Parameters<typeof ensureWebhooks>[0]) => Promise<Report[]>;

async function eachInstance<Report>(io: Io, file: string | undefined, verb: WebhookVerb<Report>): Promise<Report[]> {
  const loaded = await loadConfig({ ...(file !== undefined && { file }), env: io.env, cwd: io.cwd });
  const { config } = loaded;
  const publicUrl = config.server["public-url"];
  if (publicUrl === undefined) {
    throw new UserError("PUBLIC_URL_MISSING", "The configuration does not say where Penpot reaches Penops.", {
      hint: "Set server.public-url (PENOPS_SERVER_PUBLIC_URL).",
    });
  }
  const log = openLog(io, loaded, "warn");
  const secrets = await resolveWebhookSecrets(config, resolve(io.cwd, config.data), true);
  const rooms = openRooms({ config: { ...config, forges: {} }, cwd: io.cwd, log });
  try {
    const reports: Report[] = [];
    for (const [instance, penpot] of rooms.penpots) {
      const { teams = [], format = "transit" } = config.penpot[instance] ?? {};
      reports.push(...(await verb({ penpot, teams, publicUrl, secrets, format, log, signal: io.signal })));
    }
    return reports;
  } finally {
    rooms.close();
  }
}

function toList({ team, webhooks, problem }: TeamWebhooks): string {
  if (problem) return formatProblem(problem);
  const rows = webhooks.map(({ host, format, isOurs, isActive, isHealthy, errorCount, problem: trouble }) => {
    const state = isActive ? (errorCount > 0 ? `active, ${errorCount} failed` : "active") : "switched off";
    return `  ${isOurs ? (isHealthy ? "ours " : "ours!") : "other"}  ${host}  ${format}  ${state}${trouble ? `\n         ${formatProblem(trouble)}` : ""}`;
  });
  return [`${team}: ${webhooks.length} of 8 webhooks`, ...rows].join("\n");
}

function toEnsured({ team, state, problem }: WebhookReport): string {
  return problem ? `${team}: ${state}\n  ${formatProblem(problem)}` : `${team}: ${state}`;
}

function toRemoved({ team, removed, problem }: RemovalReport): string {
  return problem ? `${team}: ${formatProblem(problem)}` : `${team}: ${removed} removed`;
}
