import { createHash } from "node:crypto";
import { availableParallelism } from "node:os";
import type { Context, PictureCheck } from "../../action.ts";
import type { Artifact } from "../../artifact.ts";
import { comparePictures, PICTURE_TOLERANCE } from "../../assets/index.ts";
import { hrefsOf } from "./images.ts";
import { doInTurn } from "./in-turn.ts";
import type { Format, Options } from "./input.ts";

/** A picture to be written, and what it is. */
export interface Made {
  artifact: Artifact;
  format: Format;
}

/** Compares every picture with the one on the base; what looks the same keeps the old bytes, so that it is no change. */
export async function keepEqual(
  made: readonly Made[],
  option: Options["keep-if-equal"],
  context: Context,
): Promise<{ artifacts: Artifact[]; pictures: PictureCheck[] }> {
  const artifacts = made.map(({ artifact }) => artifact);
  if (option === false) return { artifacts, pictures: [] };
  const tolerance = option === true ? PICTURE_TOLERANCE : option.tolerance;
  const old = await context.base.differing(artifacts);
  const compare = createComparison(context);
  const pictures: PictureCheck[] = [];
  const judged = await doInTurn(made, availableParallelism(), context.signal, async ({ artifact, format }) => {
    const before = old.get(artifact.path);
    if (before === undefined) return artifact;
    const difference = await compare(before, artifact.content, format);
    const kept = difference <= tolerance;
    pictures.push({ path: artifact.path, difference, tolerance, kept });
    return kept ? { ...artifact, content: before } : artifact;
  });
  return { artifacts: judged, pictures: pictures.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

type Compare = (before: Uint8Array, after: Uint8Array, format: Format) => Promise<number>;

// Old bytes that were kept differ from the new ones in every later run too; they are looked at once.
function createComparison({ cache }: Context): Compare {
  return async (before, after, format) => {
    const key = createHash("sha256").update(`difference ${format} ${before.length} `).update(before).update(after).digest("base64url");
    const known = cache.get(key);
    if (known) return Number(Buffer.from(known).toString());
    const difference = format === "svg" && !saySame(before, after) ? Infinity : await comparePictures(before, after, format);
    cache.set(key, Buffer.from(String(difference)));
    return difference;
  };
}

/** Whether two SVGs agree in what a comparison of pixels cannot see: text, which it has no fonts for, outer files, colours that come from outside and what keeps ids apart. */
function saySame(before: Uint8Array, after: Uint8Array): boolean {
  const [one = "", other = ""] = [before, after].map((bytes) => Buffer.from(bytes).toString("utf8"));
  const [old, fresh] = [toIdPrefixes(one), toIdPrefixes(other)];
  return toWords(one) === toWords(other) && (old === "" || fresh === "" || old === fresh);
}

/** What stands before the ids, which is what keeps pictures of one page apart; the ids themselves are noise. */
function toIdPrefixes(svg: string): string {
  const prefixes = new Set([...svg.matchAll(/\sid="([^"]*?)[a-z]*"/g)].map(([, prefix = ""]) => prefix));
  return prefixes.size === 0 ? "" : JSON.stringify([...prefixes].sort());
}

function toWords(svg: string): string {
  const colors = [...svg.matchAll(/currentColor|var\([^)]*\)?/gi)].map(([word]) => word).sort();
  const texts = [...svg.matchAll(/<text[\s>][\s\S]*?<\/text>/g)].map(([text]) => roundNumbers(text));
  return JSON.stringify([hrefsOf(svg), colors, texts]);
}

function roundNumbers(text: string): string {
  return text.replace(/-?\d*\.\d+/g, (number) => String(Math.round(Number(number) * 10) / 10));
}
