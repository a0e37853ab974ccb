import { PermanentError } from "../../../src/errors.ts";
import type { Webhook, WebhookPenpot } from "../../../src/penpot/index.ts";
import type { Team } from "../../../src/penpot.ts";

/** What Penpot would answer to a call: status and body as `errors.ts` keeps them. */
export function refusal(status: number, code: string, hint = ""): PermanentError {
  return new PermanentError("PENPOT_REFUSED", `Penpot refused the call (${status} ${code}).`, { cause: { status, code, hint } });
}

export interface FakeWebhooks extends WebhookPenpot {
  hooks: Map<string, Webhook[]>;
  /** `create <team>`, `update <hook>`, `delete <hook>`, in order. */
  writes: string[];
  /** Throws in place of the named call, with its first argument. */
  fail: (call: "list" | "create" | "update" | "delete", id: string) => Error | undefined;
}

/** The webhooks of a few teams in memory, with Penpot's limit of eight. Ids sort in the order of creation. */
export function createFakeWebhooks(names: readonly string[]): FakeWebhooks {
  const teams: Team[] = names.map((name, index) => ({ id: `team-${index + 1}`, name, isDefault: false }));
  const hooks = new Map<string, Webhook[]>(teams.map(({ id }) => [id, []]));
  let count = 0;
  const find = (id: string): Webhook => {
    const hook = [...hooks.values()].flat().find((one) => one.id === id);
    if (!hook) throw refusal(404, "object-not-found");
    return hook;
  };
  const check = (call: Parameters<FakeWebhooks["fail"]>[0], id: string): void => {
    const error = fake.fail(call, id);
    if (error) throw error;
  };
  const fake: FakeWebhooks = {
    instance: "main",
    hooks,
    writes: [],
    fail: () => undefined,
    getTeams: async () => teams,
    async getWebhooks(teamId) {
      check("list", teamId);
      return structuredClone(hooks.get(teamId) ?? []);
    },
    async createWebhook({ teamId, uri, format }) {
      check("create", teamId);
      const team = hooks.get(teamId) ?? [];
      if (team.length >= 8) throw refusal(400, "webhooks-quote-reached", "can't create more than 8 webhooks per team");
      count += 1;
      const hook: Webhook = { id: `hook-${String(count).padStart(3, "0")}`, uri, format, isActive: true, errorCount: 0 };
      team.push(hook);
      fake.writes.push(`create ${teamId}`);
      return { ...hook };
    },
    async updateWebhook({ id, ...change }) {
      check("update", id);
      const hook = find(id);
      delete hook.errorCode;
      fake.writes.push(`update ${id}`);
      return { ...Object.assign(hook, change, { errorCount: 0 }) };
    },
    async deleteWebhook(id) {
      check("delete", id);
      find(id);
      for (const [teamId, team] of hooks)
        hooks.set(
          teamId,
          team.filter((hook) => hook.id !== id),
        );
      fake.writes.push(`delete ${id}`);
    },
  };
  return fake;
}
