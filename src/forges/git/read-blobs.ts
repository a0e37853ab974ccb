import type { Git } from "./cache.ts";
import { fetchBlobs } from "./fetch.ts";
import { readObjects } from "./read-objects.ts";

/** A comparison is looked at by a person or put into a pull request: more than this is left out. */
const MOST_BLOBS = 2000;
const LARGEST_BLOB = 4 * 1024 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;

/** Reads the content of files by id, fetching what is not here; too many or too large ones are missing in the answer. */
export async function readBlobs(git: Git, ids: readonly string[]): Promise<Map<string, Buffer>> {
  const wanted = [...new Set(ids)].slice(0, MOST_BLOBS);
  const sizes = await readSizes(git, wanted);
  const missing = wanted.filter((id) => !sizes.has(id));
  await fetchBlobs(git, missing);
  for (const [id, size] of await readSizes(git, missing)) sizes.set(id, size);
  let total = 0;
  const chosen = wanted.filter((id) => {
    const size = sizes.get(id) ?? Number.POSITIVE_INFINITY;
    if (size > LARGEST_BLOB || total + size > MOST_BYTES) return false;
    total += size;
    return true;
  });
  const objects = await readObjects(git, chosen);
  return new Map([...objects].map(([id, { content }]) => [id, content]));
}

async function readSizes(git: Git, ids: readonly string[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map();
  const text = (await git(["cat-file", "--batch-check=%(objectname) %(objectsize)"], [`${ids.join("\n")}\n`])).toString();
  return new Map(
    text
      .split("\n")
      .map((line) => line.split(" "))
      .filter(([id, size]) => id && size !== undefined && /^\d+$/.test(size))
      .map(([id, size]) => [String(id), Number(size)]),
  );
}
