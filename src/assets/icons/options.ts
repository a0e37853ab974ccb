import * as z from "zod";

/** A word behind each component's name. */
export const Suffix = z
  .string()
  .regex(/^([A-Z][A-Za-z0-9]*)?$/, { error: "must be a word like Icon" })
  .default("")
  .describe("A word behind each component's name: Icon gives ArrowUpIcon.");

/** How generated modules import each other. */
export const ImportExtension = z
  .enum(["none", "js", "ts"], { error: "must be none, js or ts" })
  .default("none")
  .describe(
    "The ending of imports between the files: none for bundlers, js for Node and module: nodenext, ts where the compiler allows it.",
  );

/** The address of another generated module; `ending` is that of its file. */
export function importPath(module: string, ending: string, extension: z.output<typeof ImportExtension>): string {
  if (extension === "none") return module;
  return `${module}.${extension === "js" ? "js" : ending}`;
}
