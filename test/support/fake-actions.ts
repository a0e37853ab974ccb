import * as z from "zod";
import { type Action, defineAction } from "../../src/action.ts";
import type { Note } from "../../src/run.ts";

/** A file for each component, named by a template; owns the folder `prune`. */
export const exportNames = defineAction({
  name: "export-names",
  description: "Writes a file per component.",
  input: z.strictObject({
    path: z.string(),
    prune: z.string().optional(),
    keep: z.array(z.string()).default([]),
    format: z.enum(["svg", "png"]).default("svg"),
    scale: z.number().min(1).default(1),
    warn: z.string().optional(),
  }),
  items: { path: { component: { id: "c1", name: "Home", path: ["icons"] } } },
  async run({ path, prune, keep, format, scale, warn }, { design, render }) {
    const artifacts = design.components.map((component) => ({
      path: render(path, { component: { id: component.id, name: component.name, path: component.path } }),
      content: Buffer.from(`${component.name} ${format} ${scale}\n`),
      from: { kind: "component" as const, id: component.id, name: component.name },
    }));
    const notes: Note[] = warn === undefined ? [] : [{ level: "warning", message: warn }];
    return {
      artifacts,
      keep,
      notes,
      ...(prune !== undefined && { prune: [prune] }),
      outputs: { count: artifacts.length, names: design.components.map(({ name }) => name) },
    };
  },
});

/** One file with a text. */
export const writeFile = defineAction({
  name: "write-file",
  description: "Writes a text to a file.",
  input: z.strictObject({ path: z.string(), text: z.coerce.string() }),
  async run({ path, text }) {
    return { artifacts: [{ path, content: Buffer.from(text) }] };
  },
});

/** The actions that engine tests use. */
export const fakeActions: readonly Action[] = [exportNames as unknown as Action, writeFile as unknown as Action];
