import * as z from "zod";
import { defineEvent, Id } from "./event-definition.ts";

/** Events about a team's own fonts (integration §4, `fonts.clj`). */
export const fontEvents = [
  defineEvent({
    name: "create-font-variant",
    since: "1.18",
    description: "A font, or another weight or style of it, was uploaded.",
    schema: z.looseObject({
      teamId: Id,
      fontId: Id,
      fontFamily: z.string(),
      fontWeight: z.int(),
      fontStyle: z.enum(["normal", "italic"]),
      data: z.array(z.string()).optional(),
      variantName: z.string().optional(),
      profileId: Id.optional(),
    }),
    subject: {},
    note: "Lacks the variant's id; `data` holds the media types that were uploaded, not the font.",
  }),
  defineEvent({
    name: "update-font",
    since: "1.18",
    description: "A font got another name.",
    schema: z.looseObject({ id: Id, name: z.string(), teamId: Id, profileId: Id.optional() }),
    subject: {},
    note: "`id` is the font's.",
  }),
  defineEvent({
    name: "delete-font",
    since: "1.18",
    description: "A font was deleted with all its variants.",
    schema: z.looseObject({ id: Id, teamId: Id, name: z.string().optional(), profileId: Id.optional() }),
    subject: {},
    note: "`id` is the font's; its variants send nothing of their own.",
  }),
  defineEvent({
    name: "delete-font-variant",
    since: "1.18",
    description: "One variant of a font was deleted.",
    schema: z.looseObject({ id: Id, teamId: Id, fontFamily: z.string().optional(), fontId: Id.optional() }),
    subject: {},
    note: "`id` is the variant's.",
  }),
] as const;
