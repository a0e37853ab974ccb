import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

const FIXTURES = new URL("../fixtures/", import.meta.url);
const SAMPLES = new URL("../../../shared/penpot/samples/", import.meta.url);

/** A fixture's bytes; `path` is relative to test/fixtures. */
export function readFixtureBytes(path: string): Uint8Array {
  return readFileSync(new URL(path, FIXTURES));
}

/** A fixture's text; `path` is relative to test/fixtures. */
export function readFixture(path: string): string {
  return readFileSync(new URL(path, FIXTURES), "utf8");
}

/** Whether the Penpot samples lie beside the project; they are not part of it, so tests that need them are skipped without. */
export const hasSamples = existsSync(SAMPLES);

/** What a test's name says when it is skipped because the samples are absent. */
export const samplesNote = hasSamples ? "" : " (skipped: the Penpot samples do not lie beside the project)";

/** A sample's bytes, unpacked when its name ends in `.gz`; `path` is relative to the samples' folder. */
export function readSampleBytes(path: string): Uint8Array {
  const bytes = readFileSync(new URL(path, SAMPLES));
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

/** A sample's text, unpacked when its name ends in `.gz`. */
export function readSample(path: string): string {
  return Buffer.from(readSampleBytes(path)).toString("utf8");
}

/** The samples of a folder, as paths for `readSample`, sorted. */
export function listSamples(folder: string): string[] {
  const names = readdirSync(new URL(`${folder}/`, SAMPLES));
  return names.sort().map((name) => `${folder}/${name}`);
}
