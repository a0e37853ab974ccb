import { Deployment } from "kubernetes-models/apps/v1/Deployment";
import { Ingress } from "kubernetes-models/networking.k8s.io/v1/Ingress";
import { ConfigMap } from "kubernetes-models/v1/ConfigMap";
import { Service } from "kubernetes-models/v1/Service";
import type { Manifest } from "./helm.ts";

const MODELS = [ConfigMap, Deployment, Ingress, Service];

/** Throws when the manifest is not what Kubernetes' own API description says, or holds a field that it does not know. */
export function validateManifest(manifest: Manifest): void {
  const Model = MODELS.find(({ apiVersion, kind }) => apiVersion === manifest.apiVersion && kind === manifest.kind);
  if (!Model) throw new Error(`There is no model for ${manifest.apiVersion} ${manifest.kind}.`);
  const unread = new Set<string>();
  // On our object: a model that is made of it would be a copy.
  Model.prototype.validate.call(watch(manifest, "", unread));
  if (unread.size > 0) throw new Error(`Kubernetes knows no ${[...unread].join(", ")}.`);
}

/** The models let unknown fields pass, but never look at them: whatever was not looked at stays in `unread`. */
function watch(value: unknown, path: string, unread: Set<string>): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => watch(item, `${path}/${index}`, unread));
  const copy: Record<string, unknown> = {};
  for (const [key, child] of Object.entries(value)) {
    copy[key] = watch(child, `${path}/${key}`, unread);
    unread.add(`${path}/${key}`);
  }
  return new Proxy(copy, {
    get(target, key) {
      unread.delete(`${path}/${String(key)}`);
      return Reflect.get(target, key);
    },
    ownKeys(target) {
      // a map with keys of the user's own, such as labels, is walked through
      for (const key of Object.keys(target)) unread.delete(`${path}/${key}`);
      return Reflect.ownKeys(target);
    },
  });
}
