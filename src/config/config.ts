import * as z from "zod";
import { Duration } from "../recipe.ts";

const Name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, { error: "must be kebab-case: a-z, 0-9 and -" });
/** How often something is done, in milliseconds. */
const Period = Duration.refine((ms) => ms >= 100, { error: "must be 100ms or more" });

/** An address without user, password, query and fragment. */
const HttpUrl = z
  .string()
  .regex(/^https?:\/\/[^\s/]+/, { error: "must start with http:// or https://" })
  .refine((url) => !URL.canParse(url) || /^[^@?#]*$/.test(url), { error: "must be an address without user, password, ? and #" });

/** One Penpot instance. `url` is where Penops calls it, `public-url` where people open it. */
const PenpotInstance = z.strictObject({
  url: HttpUrl,
  "public-url": HttpUrl.optional(),
  token: z.string().min(1).optional(),
  teams: z.array(z.string().min(1)).min(1),
  format: z.enum(["transit", "json"]).default("transit"),
});

const GitForge = z.strictObject({
  type: z.literal("git"),
  /** Put before the repository's path: a folder, or an http(s) address. */
  url: z.string().min(1),
  username: z.string().optional(),
  token: z.string().min(1).optional(),
});

const GithubForge = z.strictObject({
  type: z.literal("github"),
  url: HttpUrl.default("https://github.com"),
  /** The REST address; derived from `url` when left out. */
  "api-url": HttpUrl.optional(),
  token: z.string().min(1).optional(),
  app: z.strictObject({ id: z.coerce.number().int(), "private-key": z.string().min(1) }).optional(),
});

const GitlabForge = z.strictObject({
  type: z.literal("gitlab"),
  url: HttpUrl.default("https://gitlab.com"),
  token: z.string().min(1).optional(),
});

const ForgeConfig = z.discriminatedUnion("type", [GitForge, GithubForge, GitlabForge]);

/** The whole configuration. `config/penops.yaml` is its commented reference. */
export const Config = z.strictObject({
  server: z
    .strictObject({
      host: z.string().default("0.0.0.0"),
      port: z.coerce.number().int().min(0).max(65535).default(8080),
      "public-url": HttpUrl.optional(),
      "body-limit": z.coerce.number().int().min(1024).default(1_048_576),
    })
    .prefault({}),
  webhooks: z
    .strictObject({
      secret: z.string().min(16, { error: "must have at least 16 characters" }).optional(),
      "previous-secret": z.string().min(16, { error: "must have at least 16 characters" }).optional(),
      check: Period.prefault("5m"),
    })
    .prefault({}),
  data: z.string().default("./data"),
  redis: z
    .strictObject({
      url: z
        .string()
        .regex(/^rediss?:\/\/[^\s/]+/, { error: "must start with redis:// or rediss://" })
        .optional(),
      prefix: Name.default("penops"),
    })
    .prefault({}),
  reconcile: z.strictObject({ every: Period.prefault("5m") }).prefault({}),
  worker: z
    .strictObject({
      concurrency: z.coerce.number().int().min(1).max(64).default(4),
      attempts: z.coerce.number().int().min(1).max(50).default(8),
      /** How long a run may be silent before another worker takes it over. */
      lock: Duration.refine((ms) => ms >= 1000, { error: "must be 1s or more" }).prefault("30s"),
    })
    .prefault({}),
  log: z
    .strictObject({
      level: z.enum(["trace", "debug", "info", "warn", "error", "silent"]).default("info"),
      format: z.enum(["auto", "json", "text"]).default("auto"),
    })
    .prefault({}),
  commit: z.strictObject({ name: z.string().default("Penops"), email: z.string().default("penops@users.noreply.github.com") }).prefault({}),
  penpot: z.record(Name, PenpotInstance).default({}),
  forges: z.record(Name, ForgeConfig).default({}),
  recipes: z.array(z.string()).default(["./recipes"]),
});
export type Config = z.output<typeof Config>;
export type PenpotInstance = z.output<typeof PenpotInstance>;
export type ForgeConfig = z.output<typeof ForgeConfig>;
export type GitForge = z.output<typeof GitForge>;
export type GithubForge = z.output<typeof GithubForge>;
export type GitlabForge = z.output<typeof GitlabForge>;
