/** Who Penops commits as. */
export interface Identity {
  name: string;
  email: string;
}

/** The parts of a commit that tell whose it is. */
export interface CommitInfo {
  author: Identity;
  committer: Identity;
  message: string;
}

/** Penops' mark: its identity as author and committer, and its trailer. Whatever else is somebody else's commit. */
export function isOwnCommit({ author, committer, message }: CommitInfo, us: Identity): boolean {
  const isUs = ({ name, email }: Identity) => name === us.name && email === us.email;
  return isUs(author) && isUs(committer) && /^Penops-Recipe: /m.test(message);
}

/** Why a branch was left alone, and how to hand it back. */
export function explainHandsOff(branch: string, commit: string, { author, committer }: CommitInfo): string {
  const isOne = author.name === committer.name && author.email === committer.email;
  const by = isOne ? toText(author) : `${toText(author)}, committed by ${toText(committer)}`;
  return `The branch ${branch} ends with commit ${commit.slice(0, 10)} by ${by}; delete the branch to let Penops propose again.`;
}

function toText({ name, email }: Identity): string {
  return `${name} <${email}>`;
}

/** The identity with what git forbids in a commit header taken out. */
export function toIdentity({ name, email }: Identity): Identity {
  const clean = (text: string) => text.replace(/[<>\s]+/g, " ").trim();
  return { name: clean(name) || "Penops", email: clean(email).replaceAll(" ", "") };
}
