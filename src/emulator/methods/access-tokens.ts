import { createAccessToken } from "../access-tokens.ts";
import { defineMethod, type Method } from "../method.ts";
import { anything, optional, text, uuid } from "../params.ts";
import { notFound, serverError } from "../rpc-error.ts";
import type { AccessToken } from "../state.ts";

const UNIT_MS: Readonly<Record<string, number>> = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 };

/** Milliseconds of a duration such as `720h`, `1h30m` or a number; throws Penpot's 500 on anything else (integration.md §6.1). */
function parseDuration(value: unknown): number {
  if (typeof value === "number" && Number.isInteger(value)) return value;
  const parts = typeof value === "string" ? [...value.matchAll(/(-?\d+)([dhms])/gi)] : [];
  const isWhole = parts.map(([part]) => part).join("") === value;
  if (parts.length === 0 || !isWhole) throw serverError("unexpected", { hint: "Text cannot be parsed to a Duration" });
  return parts.reduce((sum, [, count = "0", unit = "s"]) => sum + Number(count) * (UNIT_MS[unit.toLowerCase()] ?? 0), 0);
}

function toRow({ id, name, type, createdAt, expiresAt }: AccessToken): Record<string, unknown> {
  return { id, name, type, createdAt, updatedAt: createdAt, expiresAt };
}

const create = defineMethod({
  name: "create-access-token",
  params: { name: text(1, 250), expiration: optional(anything), type: optional(text(1, 250)) },
  run: ({ state, profile }, { name, expiration, type }) => {
    if (!profile) throw notFound();
    const expiresInMs = expiration === undefined || expiration === null ? undefined : parseDuration(expiration);
    const row = createAccessToken(state, profile.id, { name, ...(type && { type }), ...(expiresInMs !== undefined && { expiresInMs }) });
    const { id, createdAt, expiresAt, token } = row;
    return { value: { id, profileId: profile.id, createdAt, updatedAt: createdAt, name, token, expiresAt, type } };
  },
});

const list = defineMethod({
  name: "get-access-tokens",
  params: {},
  run: ({ state, profile }) => ({ value: [...state.tokens.values()].filter(({ profileId }) => profileId === profile?.id).map(toRow) }),
});

const remove = defineMethod({
  name: "delete-access-token",
  params: { id: uuid },
  run: ({ state, profile }, { id }) => {
    const row = [...state.tokens.values()].find((token) => token.id === id && token.profileId === profile?.id);
    if (row) state.tokens.delete(row.token);
    return {};
  },
});

export const accessTokenMethods: readonly Method[] = [create, list, remove];
