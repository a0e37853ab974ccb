import { randomBytes } from "node:crypto";
import { createId } from "./ids.ts";
import type { AccessToken, State } from "./state.ts";

interface TokenOptions {
  name: string;
  type?: string;
  /** May be negative: then it is born expired. */
  expiresInMs?: number;
  /** The token itself, where somebody wants to choose it. */
  token?: string;
}

/** Adds a personal access token, opaque and of five parts as Penpot's are (integration.md §6.2). */
export function createAccessToken(state: State, profileId: string, { name, type, expiresInMs, token }: TokenOptions): AccessToken {
  const createdAt = state.now();
  const row: AccessToken = {
    id: createId(),
    profileId,
    name,
    token: token ?? createOpaque(),
    createdAt,
    ...(type !== undefined && { type }),
    ...(expiresInMs !== undefined && { expiresAt: new Date(Date.parse(createdAt) + expiresInMs).toISOString() }),
  };
  state.tokens.set(row.token, row);
  return row;
}

function createOpaque(): string {
  const header = Buffer.from('{"alg":"A256KW","enc":"A256GCM"}').toString("base64url");
  return [header, ...[40, 12, 128, 16].map((size) => randomBytes(size).toString("base64url"))].join(".");
}
