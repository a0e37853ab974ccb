import type { Penpot } from "../penpot.ts";

/**
 * The flags of the web app, which the official image writes where anybody may read them (integration §1.7); the backend normally has the same.
 * Undefined when they cannot be read: no method of Penpot tells them.
 */
export async function readFlags(
  { publicUrl }: Pick<Penpot, "publicUrl">,
  fetcher: typeof fetch,
  signal: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  try {
    const answer = await fetcher(`${publicUrl}/js/config.js`, { signal, redirect: "error" });
    const text = answer.ok ? await answer.text() : "";
    const flags = /penpotFlags\s*=\s*"([^"]*)"/.exec(text)?.[1];
    return flags === undefined ? undefined : new Set(flags.split(/\s+/).filter((flag) => flag !== ""));
  } catch {
    return undefined;
  }
}
