/** Something wrong with a set, theme or token. The message is a whole sentence; an error leaves a token without a value. */
export interface TokenProblem {
  level: "error" | "warning";
  code: string;
  message: string;
  hint?: string;
  set?: string;
  token?: string;
}

/** A token or set as a message names it. */
export function quote(name: string): string {
  return JSON.stringify(name.length > 200 ? `${name.slice(0, 199)}…` : name);
}

/** A problem of one token of one set; `says` continues the sentence that names them. */
export function toTokenProblem(
  place: { set: string; token: string },
  { code, says, hint, level = "error" }: { code: string; says: string; hint?: string | undefined; level?: TokenProblem["level"] },
): TokenProblem {
  const message = `The token ${quote(place.token)} of the set ${quote(place.set)} ${says}.`;
  return { level, code, message, ...(hint && { hint }), set: place.set, token: place.token };
}

/** A few of many names, for a message. */
export function listSome(names: readonly string[], most = 5): string {
  const some = names.slice(0, most).map(quote).join(", ");
  return names.length > most ? `${some} and ${names.length - most} more` : some;
}
