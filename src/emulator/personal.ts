import { deriveId } from "./ids.ts";
import type { Profile } from "./people.ts";

/** The team "Default" that Penpot gives every profile for itself alone, with its project "Drafts" (integration.md §8.1). Here both stay empty. */
export interface PersonalTeam {
  team: { id: string; name: string; createdAt: string };
  project: { id: string; name: string; createdAt: string };
}

/** The profile's own team; its ids follow from the profile's. */
export function personalTeamOf({ id, createdAt }: Pick<Profile, "id" | "createdAt">): PersonalTeam {
  return {
    team: { id: deriveId("default-team", id), name: "Default", createdAt },
    project: { id: deriveId("default-project", id), name: "Drafts", createdAt },
  };
}
