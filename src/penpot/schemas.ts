import * as z from "zod";
import { PermanentError } from "../errors.ts";

/** Penpot leaves NULL columns out; Transit and older versions may write null. */
const OptionalText = z.string().nullish();

/** The fields Penops needs of Penpot's answers (integration.md §8.1, §8.2, §8.4, §5.5, §6.1); unknown ones are ignored. */
export const Answers = {
  profile: z.object({ id: z.string(), fullname: z.string().default(""), email: OptionalText }),
  teams: z.array(z.object({ id: z.string(), name: z.string(), isDefault: z.boolean().default(false) })),
  projects: z.array(
    z.object({ id: z.string(), teamId: z.string(), name: z.string(), isPinned: z.boolean().nullish(), deletedAt: OptionalText }),
  ),
  project: z.object({ teamId: z.string() }),
  files: z.array(
    z.object({
      id: z.string(),
      projectId: z.string(),
      teamId: OptionalText,
      name: z.string(),
      revn: z.number(),
      vern: z.number().default(0),
      modifiedAt: z.string(),
      isShared: z.boolean().default(false),
      deletedAt: OptionalText,
    }),
  ),
  file: z.object({
    id: z.string(),
    name: z.string(),
    revn: z.number(),
    deletedAt: OptionalText,
    data: z.object({ pages: z.array(z.string()), pagesIndex: z.object({}) }),
  }),
  fontVariants: z.array(
    z.object({
      id: z.string(),
      fontId: z.string(),
      fontFamily: z.string(),
      fontWeight: z.number(),
      fontStyle: z.enum(["normal", "italic"]).catch("normal"),
      variantName: OptionalText,
      ttfFileId: OptionalText,
      otfFileId: OptionalText,
      woff1FileId: OptionalText,
      woff2FileId: OptionalText,
    }),
  ),
  tokens: z.array(z.object({ id: z.string(), name: z.string(), type: OptionalText, expiresAt: OptionalText })),
  openapi: z.object({ info: z.object({ version: z.string() }) }),
  webhook: z.object({
    id: z.string(),
    uri: z.unknown(),
    mtype: z.string(),
    isActive: z.boolean().nullish(),
    errorCode: OptionalText,
    errorCount: z.number().nullish(),
    profileId: OptionalText,
  }),
} as const;

/** The answer as the schema wants it; throws PENPOT_ANSWER_UNEXPECTED with the first places that do not fit. */
export function parseAnswer<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const places = result.error.issues.slice(0, 3).map((issue) => `${issue.path.join(".") || "the answer"}: ${issue.message}`);
  throw new PermanentError("PENPOT_ANSWER_UNEXPECTED", `The answer to ${what} has not the expected form (${places.join("; ")}).`, {
    hint: "The address may not be Penpot's, or its version may be one that Penops does not know yet.",
  });
}
