import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../errors.ts";
import type { Config } from "./config.ts";

/** The secrets webhook paths are accepted under, the current one first. Without one in the configuration one is made and kept in the data folder. */
export async function resolveWebhookSecrets({ webhooks }: Config, dataDir: string, isAlone: boolean): Promise<[string, ...string[]]> {
  const older = webhooks["previous-secret"] ? [webhooks["previous-secret"]] : [];
  if (webhooks.secret) return [webhooks.secret, ...older];
  if (!isAlone) {
    throw new UserError("WEBHOOK_SECRET_MISSING", "Receiver and worker need the same webhook secret, and none is set.", {
      hint: "Set PENOPS_WEBHOOKS_SECRET (or PENOPS_WEBHOOKS_SECRET_FILE) to 16 random characters or more, for both.",
    });
  }
  return [await keptSecret(dataDir), ...older];
}

async function keptSecret(dataDir: string): Promise<string> {
  const file = join(dataDir, "webhook-secret");
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(file, randomBytes(32).toString("base64url"), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
  const secret = (await readFile(file, "utf8")).trim();
  if (secret.length >= 16) return secret;
  throw new UserError("WEBHOOK_SECRET_BROKEN", `The webhook secret in ${file} is too short.`, {
    hint: "Delete the file; a new secret is made and the webhooks are repaired.",
  });
}
