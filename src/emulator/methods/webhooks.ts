import { tagged } from "../../transit/index.ts";
import { createId } from "../ids.ts";
import { type Call, defineMethod, type Method } from "../method.ts";
import { anything, boolean, mtype, optional, uri, uuid } from "../params.ts";
import { canEdit } from "../people.ts";
import { validate } from "../receiver.ts";
import { invalid, notFound, RpcError, restricted, serverError } from "../rpc-error.ts";
import { type Hook, isTeam, requireTeam } from "../state.ts";
import { twoForms } from "../value.ts";

const QUOTA = 8;

/** The whole row, as create and update give it; its `uri` is a string in JSON (integration.md §5.1). */
function toRow(hook: Hook): Record<string, unknown> {
  const { id, teamId, mtype: type, errorCount, errorCode, isActive, profileId, createdAt } = hook;
  const address = twoForms({ toJson: () => hook.uri, toTransit: () => tagged("uri", hook.uri) });
  return { updatedAt: createdAt, teamId, mtype: type, errorCount, errorCode, isActive, id, profileId, uri: address, createdAt };
}

/** A row of the list; here `uri` is an object in JSON (integration.md §5.5). */
function toListed(hook: Hook): Record<string, unknown> {
  const { id, mtype: type, isActive, errorCode, errorCount, profileId } = hook;
  const address = twoForms({ toJson: () => toUriObject(hook.uri), toTransit: () => tagged("uri", hook.uri) });
  return { id, uri: address, mtype: type, isActive, errorCode, errorCount, profileId };
}

function toUriObject(text: string): Record<string, string | null> {
  const { protocol, username, password, hostname, port, pathname, search, hash } = new URL(text);
  const orNull = (part: string): string | null => (part === "" ? null : part);
  const scheme = protocol.slice(0, -1);
  // An address without a path has an empty one for Penpot; URL adds the slash.
  const path = pathname === "/" && !/^[^/]+\/\/[^/]+\//.test(text) ? null : pathname;
  return {
    scheme,
    user: orNull(username),
    password: orNull(password),
    host: hostname,
    port: orNull(port),
    path,
    query: orNull(search.slice(1)),
    fragment: orNull(hash.slice(1)),
  };
}

/** Throws as Penpot does unless the address answers HEAD with 200 or 204 in time (integration.md §5.2). */
async function checkReceiver({ rules, signal }: Call, webhookUri: string): Promise<void> {
  const { status, errorCode } = await validate(webhookUri, rules, signal);
  if (errorCode !== undefined) throw invalid("webhook-validation", { hint: errorCode, webhookUri });
  if (status !== 200 && status !== 204) throw serverError("webhook-validation", { webhookUri, hint: "internal" });
}

function findEditable({ state, profile }: Call, id: string): Hook {
  const hook = state.hooks.get(id);
  if (!hook)
    throw new RpcError(404, {
      type: "not-found",
      code: "object-not-found",
      table: "webhook",
      params: { id },
      hint: "database object not found",
    });
  const isCreator = hook.profileId === profile?.id;
  const isEditor = profile !== undefined && canEdit(profile.role) && hook.teamId === state.team.id;
  if (!isCreator && !isEditor) throw notFound();
  return hook;
}

const createWebhook = defineMethod({
  name: "create-webhook",
  params: { teamId: uuid, uri, mtype, isActive: optional(anything) },
  run: async (call, { teamId, uri: address, mtype: type, isActive }) => {
    const { state, profile } = call;
    // Penpot compares the caller with itself, so that any profile passes; only an unknown team is refused (integration.md §5.6).
    if (!isTeam(state, teamId) || !profile) throw notFound();
    const hooks = [...state.hooks.values()].filter((hook) => hook.teamId === teamId);
    if (hooks.length >= QUOTA) throw restricted("webhooks-quote-reached", { hint: `can't create more than ${QUOTA} webhooks per team` });
    await checkReceiver(call, address);
    const hook: Hook = {
      id: createId(),
      teamId,
      uri: address,
      mtype: type,
      ...(typeof isActive === "boolean" && { isActive }),
      errorCount: 0,
      profileId: profile.id,
      createdAt: state.now(),
    };
    state.hooks.set(hook.id, hook);
    return { value: toRow(hook) };
  },
});

const updateWebhook = defineMethod({
  name: "update-webhook",
  params: { id: uuid, uri, mtype, isActive: boolean },
  run: async (call, { id, uri: address, mtype: type, isActive }) => {
    const found = findEditable(call, id);
    if (address !== found.uri) await checkReceiver(call, address);
    const { errorCode: _, ...rest } = found;
    const hook: Hook = { ...rest, uri: address, mtype: type, isActive, errorCount: 0 };
    call.state.hooks.set(id, hook);
    return { value: toRow(hook) };
  },
});

const deleteWebhook = defineMethod({
  name: "delete-webhook",
  params: { id: uuid },
  run: (call, { id }) => {
    call.state.hooks.delete(findEditable(call, id).id);
    return {};
  },
});

const getWebhooks = defineMethod({
  name: "get-webhooks",
  params: { teamId: uuid },
  run: ({ state, profile }, { teamId }) => {
    requireTeam(state, profile, teamId);
    const hooks = [...state.hooks.values()].filter((hook) => hook.teamId === teamId);
    return { value: hooks.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0)).map(toListed) };
  },
});

export const webhookMethods: readonly Method[] = [createWebhook, updateWebhook, deleteWebhook, getWebhooks];
