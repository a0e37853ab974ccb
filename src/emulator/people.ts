/** What a profile may do in the team; an `outsider` is no member. */
export type Role = "owner" | "editor" | "viewer" | "outsider";

export interface Profile {
  id: string;
  fullname: string;
  email: string;
  role: Role;
  createdAt: string;
}

/** As `get-team` shows them. */
export interface Permissions {
  type: string;
  isOwner: boolean;
  isAdmin: boolean;
  canEdit: boolean;
}

/** The profile's permissions as `get-team` and `get-file` show them. */
export function permissionsOf({ role }: Profile): Permissions {
  return { type: "membership", isOwner: role === "owner", isAdmin: role === "owner", canEdit: canEdit(role) };
}

/** Owners and editors write, viewers only read and comment. */
export function canEdit(role: Role): boolean {
  return role === "owner" || role === "editor";
}
