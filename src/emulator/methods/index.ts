import type { Method } from "../method.ts";
import { accessTokenMethods } from "./access-tokens.ts";
import { commentMethods } from "./comments.ts";
import { exportMethods } from "./export.ts";
import { fileMethods } from "./files.ts";
import { profileMethods } from "./profile.ts";
import { projectMethods } from "./projects.ts";
import { webhookMethods } from "./webhooks.ts";

/** Every method the emulator knows, by name. */
export const methods: ReadonlyMap<string, Method> = new Map(
  [...profileMethods, ...projectMethods, ...fileMethods, ...webhookMethods, ...accessTokenMethods, ...commentMethods, ...exportMethods].map(
    (method) => [method.name, method],
  ),
);
