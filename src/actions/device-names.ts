import type { Note } from "../run.ts";
import { shortList } from "./lists.ts";

const DEVICE = /^(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(?:\.|$)/i;
const MOST_SHOWN = 10;

/** Warns of paths with a name that Windows keeps for a device: `icons/con.svg` cannot be checked out there. */
export function noteDevices(paths: readonly string[]): Note[] {
  const devices = paths.filter((path) => path.split("/").some((part) => DEVICE.test(part)));
  if (devices.length === 0) return [];
  const message = `Windows keeps such names for devices and cannot check them out: ${shortList(devices, MOST_SHOWN)}. Rename them in the design, or put something before the name in the path.`;
  return [{ level: "warning", message }];
}
