import { readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { parse } from "yaml";
import { actions } from "../../../src/actions/index.ts";
import { type LoadedConfig, loadConfig } from "../../../src/config/load-config.ts";
import { loadRecipes } from "../../../src/engine/load-recipes.ts";
import { version } from "../../../src/version.ts";
import { CHART, helm, type Manifest, missingHelm, render } from "../../support/helm.ts";
import { validateManifest } from "../../support/kubernetes.ts";

const FIXTURES = fileURLToPath(new URL("../../fixtures/helm/", import.meta.url));
const VALID = list("valid");
const INVALID = list("invalid");
const reason = missingHelm();

interface Variable {
  name: string;
  value?: string;
  valueFrom?: { secretKeyRef: { name: string; key: string } };
}
interface Container {
  image: string;
  args: string[];
  env: Variable[];
  ports?: { name: string; containerPort: number }[];
  livenessProbe?: { httpGet: { path: string; port: string }; failureThreshold: number; periodSeconds: number };
  readinessProbe?: { httpGet: { path: string; port: string } };
  lifecycle?: { preStop: { exec: { command: string[] } } };
  securityContext: unknown;
}
interface Deployment extends Manifest {
  spec: {
    replicas: number;
    strategy: { type: string };
    selector: { matchLabels: Record<string, string> };
    template: {
      metadata: { labels: Record<string, string>; annotations: Record<string, string> };
      spec: {
        automountServiceAccountToken: boolean;
        enableServiceLinks: boolean;
        terminationGracePeriodSeconds: number;
        securityContext: Record<string, unknown>;
        containers: [Container];
        volumes: { name: string; emptyDir?: object; configMap?: { items: { key: string; path: string }[] } }[];
      };
    };
  };
}
interface Service extends Manifest {
  spec: { selector: Record<string, string>; ports: { port: number; targetPort: string }[] };
}

describe.skipIf(reason)(`the chart${reason ? ` (${reason})` : ""}`, () => {
  it.each(VALID)("passes helm's strict lint with %s", async (_name, values) => {
    expect(await helm("lint", "--strict", CHART, "--values", values)).toContain("0 chart(s) failed");
  });

  it.each(VALID)("makes of %s only what Kubernetes' API knows", async (_name, values) => {
    const manifests = await render(values);
    expect(manifests.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["ConfigMap", "Service", "Deployment"]));
    for (const manifest of manifests) validateManifest(manifest);
  });

  it.each(VALID)("asks of %s nothing that the restricted Pod Security Standard forbids", async (_name, values) => {
    for (const { spec } of deployments(await render(values))) {
      const pod = spec.template.spec;
      expect(pod.securityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
      expect(pod).toMatchObject({ automountServiceAccountToken: false, enableServiceLinks: false });
      expect(pod.containers[0].securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      });
      expect(pod.volumes.filter(({ emptyDir }) => emptyDir).map(({ name }) => name)).toEqual(["data", "tmp"]);
    }
  });

  it.each(INVALID)("refuses %s and says why", async (_name, values) => {
    const message = await helm("template", CHART, "--values", values).then(
      () => "nothing was refused",
      (error: Error) => error.message,
    );
    const expected = readFileSync(values.replace(/\.yaml$/, ".txt"), "utf8")
      .trim()
      .split("\n");
    for (const line of expected) expect(message).toContain(line);
    expect(message).not.toContain("canary-");
  });

  it("gives Penops a configuration that it takes, with the secrets from where the values say", async () => {
    const { config } = await load(await render(values("all")));
    expect(config.penpot["main"]).toMatchObject({ teams: ["Design", "Brand*"], token: "value-of-penops-secrets-penpot-token" });
    expect(config.forges["github"]).toMatchObject({ app: { id: 12_345_678, "private-key": "value-of-penops-secrets-github-app.pem" } });
    expect(config.webhooks.secret).toBe("value-of-penops-secrets-webhook-secret");
    expect(config).toMatchObject({ data: "/var/lib/penops", redis: { url: "redis://redis.tools.svc.cluster.local:6379/0" } });
    expect(config.server).toMatchObject({ port: 9000, "body-limit": 1_048_576, "public-url": "http://bridge.design.svc.cluster.local:80" });
  });

  it("gives both halves the same configuration and the Redis address from its Secret", async () => {
    const manifests = await render(values("split"));
    const [receiver, worker] = deployments(manifests);
    expect(receiver?.spec.template.spec.containers[0].env).toEqual(worker?.spec.template.spec.containers[0].env);
    const { config } = await load(manifests, { PENOPS_REDIS_URL: "redis://:password@redis:6379" });
    expect(config.redis.url).toBe("redis://:password@redis:6379");
    expect(config.webhooks.secret).toBe("value-of-penops-secrets-webhook-secret");
    expect(worker?.spec.template.spec.containers[0].env).toContainEqual({
      name: "PENOPS_REDIS_URL",
      valueFrom: { secretKeyRef: { name: "redis-address", key: "address" } },
    });
  });

  it("mounts the recipes where the configuration looks for them, word for word", async () => {
    const manifests = await render(values("all"));
    const folder = await mount(manifests);
    const { config } = await load(manifests);
    const { recipes, problems } = await loadRecipes(config.recipes, { actions, cwd: folder, knownForges: ["github"] });
    expect(problems).toEqual([]);
    expect(recipes.map(({ name }) => name)).toEqual(["icons"]);
    const given = parse(readFileSync(values("all"), "utf8")) as { recipes: Record<string, string> };
    expect(readFileSync(join(folder, "recipes", "icons.yaml"), "utf8")).toBe(given.recipes["icons.yaml"]);
  });

  it("runs one Deployment that does everything, or a receiver and a worker", async () => {
    const roles = async (name: string) =>
      deployments(await render(values(name))).map(({ metadata, spec }) => [
        metadata.name,
        spec.replicas,
        spec.template.spec.containers[0].args.join(" "),
      ]);
    expect(await roles("all")).toEqual([["bridge", 2, "serve --role all"]]);
    expect(await roles("split")).toEqual([
      ["tools-penops-receiver", 3, "serve --role receiver"],
      ["tools-penops-worker", 5, "serve --role worker"],
    ]);
  });

  it("leads the service to the pods that listen, and to no others", async () => {
    for (const [name, role] of [
      ["all", "all"],
      ["split", "receiver"],
    ] as const) {
      const manifests = await render(values(name));
      const service = manifests.find(({ kind }) => kind === "Service") as Service;
      const chosen = deployments(manifests).filter(({ spec }) => {
        expect(spec.template.metadata.labels).toMatchObject(spec.selector.matchLabels);
        return Object.entries(service.spec.selector).every(([key, value]) => spec.template.metadata.labels[key] === value);
      });
      expect(chosen.map(({ spec }) => spec.selector.matchLabels["app.kubernetes.io/component"])).toEqual([role]);
      const [{ ports = [] }] = chosen[0]?.spec.template.spec.containers ?? [{}];
      expect(ports).toContainEqual(
        expect.objectContaining({ name: service.spec.ports[0]?.targetPort, containerPort: name === "all" ? 9000 : 8080 }),
      );
    }
  });

  it("probes what serves HTTP, and only that", async () => {
    const [receiver, worker] = deployments(await render(values("split"))).map(({ spec }) => spec.template.spec.containers[0]);
    expect(receiver).toMatchObject({
      livenessProbe: { httpGet: { path: "/livez", port: "http" } },
      readinessProbe: { httpGet: { path: "/readyz", port: "http" } },
    });
    for (const key of ["livenessProbe", "readinessProbe", "ports", "lifecycle"]) expect(worker).not.toHaveProperty(key);
    const [all] = deployments(await render(values("all"))).map(({ spec }) => spec.template.spec.containers[0]);
    expect(all?.livenessProbe).toMatchObject({ failureThreshold: 3, periodSeconds: 10 });
  });

  it("gives a stopped pod more time than Penops takes to stop", async () => {
    const cli = readFileSync(new URL("../../../src/cli.ts", import.meta.url), "utf8");
    const lastMoment = Number(/LAST_MOMENT = ([\d_]+)/.exec(cli)?.[1]?.replaceAll("_", "")) / 1000;
    const [deployment] = deployments(await render(values("defaults")));
    const pod = deployment?.spec.template.spec;
    const wait = Number(pod?.containers[0].lifecycle?.preStop.exec.command[1]);
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(wait + lastMoment);
    const schema = JSON.parse(readFileSync(join(CHART, "values.schema.json"), "utf8"));
    expect(schema.properties.terminationGracePeriodSeconds.minimum).toBeGreaterThan(wait + lastMoment);
  });

  it("replaces pods one after the other only where they share a queue and a webhook secret", async () => {
    const strategies = async (name: string) => deployments(await render(values(name))).map(({ spec }) => spec.strategy);
    expect(await strategies("split")).toEqual(Array(2).fill({ type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }));
    expect(await strategies("defaults")).toEqual([{ type: "Recreate" }]);
  });

  it("makes new pods when the configuration or a recipe changes", async () => {
    const checksum = async (...set: string[]) => {
      const text = await helm("template", "tools", CHART, ...set.flatMap((value) => ["--set", value]));
      return /checksum\/config: (\w+)/.exec(text)?.[1];
    };
    const sums = [await checksum(), await checksum("config.log.level=debug"), await checksum("recipes.a\\.yaml=name: a")];
    expect(new Set(sums).size).toBe(3);
    expect(await checksum()).toBe(sums[0]);
  });

  it("lets through the webhooks' paths only, and tells Penpot the ingress's address", async () => {
    const manifests = await render(values("ingress"));
    expect(manifests.find(({ kind }) => kind === "Ingress")).toMatchObject({
      spec: {
        ingressClassName: "nginx",
        tls: [{ hosts: ["hooks.example.com"], secretName: "hooks-tls" }],
        rules: [{ host: "hooks.example.com", http: { paths: [{ path: "/hooks", backend: { service: { name: "tools-penops" } } }] } }],
      },
    });
    expect((await load(manifests)).config.server["public-url"]).toBe("https://hooks.example.com");
    expect((await render(values("all"))).map(({ kind }) => kind)).not.toContain("Ingress");
  });

  it("names the image of its own version unless told otherwise", async () => {
    const image = async (name: string) => deployments(await render(values(name)))[0]?.spec.template.spec.containers[0].image;
    expect(await image("defaults")).toBe(`penops:${version}`);
    expect(await image("all")).toBe("registry.example.com/tools/penops:1.2.3");
  });

  it("says after the install what Penpot needs, and what is missing", async () => {
    const defaults = await notes("defaults");
    expect(defaults).toContain("PENPOT_SSRF_ALLOWED_HOSTS=tools-penops.design.svc.cluster.local\n");
    expect(defaults).toContain("enable-webhooks enable-access-tokens");
    expect(defaults).toContain("kubectl --namespace design exec deploy/tools-penops -- penops doctor --self-test");
    for (const missing of ["No Penpot instance", "No recipe", "No Redis address", "No webhook secret"]) expect(defaults).toContain(missing);
    expect(await notes("split")).toContain("exec deploy/tools-penops-receiver --");
    expect(await notes("ingress")).toContain("PENPOT_SSRF_ALLOWED_HOSTS=hooks.example.com\n");
    expect(await notes("all")).not.toContain("No ");
  });

  it("renders the values that its README shows", async () => {
    const readme = readFileSync(join(CHART, "..", "README.md"), "utf8");
    const block = /```yaml\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
    const file = join(await temporaryFolder(), "values.yaml");
    await writeFile(file, block.replaceAll(/^ {3}/gm, ""));
    const { config } = await load(await render(file));
    expect(config.forges["github"]).toMatchObject({ type: "github", token: "value-of-penops-secrets-github-token" });
  });

  it("notices a field that Kubernetes does not know, and a value of the wrong type", async () => {
    const [deployment] = deployments(await render(values("defaults")));
    if (!deployment) throw new Error("no Deployment");
    const misspelt = structuredClone(deployment);
    Object.assign(misspelt.spec.template.spec.containers[0], { readOnly: true });
    expect(() => validateManifest(misspelt)).toThrow("/spec/template/spec/containers/0/readOnly");
    const wrong = structuredClone(deployment);
    Object.assign(wrong.spec, { replicas: "two" });
    expect(() => validateManifest(wrong)).toThrow("replicas must be integer");
  });
});

function list(folder: string): [name: string, file: string][] {
  return readdirSync(join(FIXTURES, folder))
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => [basename(file, ".yaml"), join(FIXTURES, folder, file)]);
}

function values(name: string): string {
  return join(FIXTURES, "valid", `${name}.yaml`);
}

function deployments(manifests: readonly Manifest[]): Deployment[] {
  return manifests.filter(({ kind }) => kind === "Deployment") as Deployment[];
}

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "penops-helm-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** Lays the ConfigMap out as the kubelet does at /etc/penops. */
async function mount(manifests: readonly Manifest[]): Promise<string> {
  const folder = await temporaryFolder();
  const { data } = manifests.find(({ kind }) => kind === "ConfigMap") as Manifest & { data: Record<string, string> };
  const volumes = deployments(manifests).flatMap(({ spec }) => spec.template.spec.volumes);
  for (const { key, path } of volumes.flatMap(({ configMap }) => configMap?.items ?? [])) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), data[key] ?? "");
  }
  return folder;
}

/** Reads the mounted configuration as the container would; a secret's value names its Secret and key unless it is given. */
async function load(manifests: readonly Manifest[], secrets: Record<string, string> = {}): Promise<LoadedConfig> {
  const cwd = await mount(manifests);
  const variables = deployments(manifests)[0]?.spec.template.spec.containers[0].env ?? [];
  const env = Object.fromEntries(
    variables.map(({ name, value, valueFrom }) => [
      name,
      secrets[name] ?? value ?? `value-of-${valueFrom?.secretKeyRef.name}-${valueFrom?.secretKeyRef.key}`,
    ]),
  );
  expect(env["PENOPS_CONFIG"]).toBe("/etc/penops/penops.yaml");
  const loaded = await loadConfig({ env: { ...env, PENOPS_CONFIG: "penops.yaml" }, cwd });
  expect(loaded.warnings).toEqual([]);
  return loaded;
}

/** What helm prints after an install, which `helm template` leaves out: rendered into a ConfigMap. */
async function notes(name: string): Promise<string> {
  const chart = join(await temporaryFolder(), "penops");
  await cp(CHART, chart, { recursive: true });
  await cp(join(chart, "templates", "NOTES.txt"), join(chart, "notes"));
  const shown = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: notes }\ndata: { text: {{ tpl (.Files.Get "notes") . | quote }} }\n';
  await writeFile(join(chart, "templates", "notes.yaml"), shown);
  const manifests = await render(values(name), chart);
  const found = manifests.find(({ metadata }) => metadata.name === "notes") as (Manifest & { data: { text: string } }) | undefined;
  return found?.data.text ?? "";
}
