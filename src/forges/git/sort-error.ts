import { PermanentError, TransientError, UserError } from "../../errors.ts";
import { GitFailure } from "./run-git.ts";

type Known = UserError | TransientError | PermanentError;
type Make = (repository: string, said: string) => Known;

const CACHE_HINT = "Free space in the data folder; Penops tries again by itself.";

/** What git and servers say, and what it means; the first match counts. */
const TABLE: readonly (readonly [RegExp, Make])[] = [
  [
    /remote:.*No space left on device|remote unpack failed: .*(?:space|quota)/i,
    (repository) =>
      new TransientError("FORGE_DISK_FULL", `The host of ${repository} has no space left.`, { hint: "Free space on the host." }),
  ],
  [
    // Git does not always say why it could not write; what it is not allowed to write is no full disk.
    /No space left on device|Disk quota exceeded|file write error|^(?:fatal|error): (?:could not write '.*\.promisor' promisor file|unable to write (?:new[ _]index )?file)(?!.*(?:Permission denied|Read-only))/im,
    (repository) =>
      new TransientError("DISK_FULL", `The disk is full: the cache of ${repository} could not be written.`, { hint: CACHE_HINT }),
  ],
  [
    /Authentication failed|could not read (?:Username|Password)|terminal prompts disabled|returned error: 401|HTTP Basic: Access denied/i,
    (repository) =>
      new PermanentError("FORGE_AUTH", `The host did not accept our credentials for ${repository}.`, {
        hint: "Check the forge's token in the configuration: it may have expired.",
      }),
  ],
  [
    /rejected\].*\((?:stale info|fetch first|cannot lock ref|failed to update ref|reference already exists|incorrect old value)|couldn't find remote ref/i,
    (repository) => new TransientError("BRANCH_MOVED", `The branch in ${repository} moved while we were writing; nothing was overwritten.`),
  ],
  [
    /\[remote rejected\]|protected branch|hook declined|denying/i,
    (repository, said) =>
      new PermanentError("PUSH_REFUSED", `The host refused our push to ${repository}${said}.`, {
        hint: "Let the forge's account create, force-push and delete branches that start with `penops/`, or change the rule or hook that refused.",
      }),
  ],
  [
    /returned error: 403|Write access to repository not granted|Permission to .* denied|not allowed to (?:push|upload)/i,
    (repository, said) =>
      new PermanentError("FORGE_FORBIDDEN", `The host does not let us read or write ${repository}${said}.`, {
        hint: "Give the forge's token (or app) permission to read and write this repository's contents.",
      }),
  ],
  [
    /repository .*(?:not found|does not exist)|project .*could not be found|returned error: 4(?:04|10)|does not appear to be a git repository/i,
    (repository) =>
      new UserError("REPOSITORY_NOT_FOUND", `There is no repository ${repository} on this host, or our credentials may not see it.`, {
        hint: "Check the repository's name in the recipe, and what the forge's token may see.",
      }),
  ],
  [
    /returned error: 429/,
    (repository) =>
      new TransientError("FORGE_RATE_LIMIT", `The host of ${repository} asks us to slow down (429).`, { retryAfterMs: 60_000 }),
  ],
  [
    /returned error: 5\d\d/,
    (repository, said) => new TransientError("FORGE_UNAVAILABLE", `The host of ${repository} is in trouble${said}.`),
  ],
  [
    /certificate|SSL_ERROR|self.signed/i,
    (repository, said) =>
      new PermanentError("FORGE_CERTIFICATE", `The certificate of the host of ${repository} is not trusted${said}.`, {
        hint: "Point SSL_CERT_FILE to a bundle that holds the host's authority.",
      }),
  ],
  [
    /transport '.*' not allowed/i,
    (repository) =>
      new PermanentError("FORGE_TRANSPORT", `${repository} leads to a transport other than a folder, http or https.`, {
        hint: "Correct the forge's url in the configuration.",
      }),
  ],
  [
    /detected dubious ownership/i,
    (repository) =>
      new PermanentError("REPOSITORY_OWNER", `The folder of ${repository} belongs to another user; git does not read it.`, {
        hint: "Run Penops as the folder's owner, or change the owner.",
      }),
  ],
  [
    /Could not resolve|Failed to connect|Couldn't connect|Connection (?:refused|reset|timed out)|Operation too slow|early EOF|RPC failed|hung up unexpectedly|unexpected disconnect|Empty reply|gnutls|Recv failure|Send failure|unable to access 'http/i,
    (repository, said) => new TransientError("FORGE_UNREACHABLE", `The host of ${repository} could not be reached${said}.`),
  ],
];

/** Sorts what git said into the three classes; `undefined` when it says nothing about the host, so that the cache is suspected. */
export function sortGitError(error: unknown, repository: string): Known | undefined {
  if (error instanceof UserError || error instanceof TransientError || error instanceof PermanentError) return error;
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT") {
    return new TransientError("DISK_FULL", `The disk is full: the cache of ${repository} could not be written.`, {
      hint: CACHE_HINT,
      cause: error,
    });
  }
  if (!(error instanceof GitFailure)) return undefined;
  if (error.why === "aborted") return new TransientError("ABORTED", `Work on ${repository} was stopped.`, { cause: error.cause });
  if (error.why === "timeout") return new TransientError("FORGE_TIMEOUT", `Git did not finish in time on ${repository}.`);
  if (error.why === "missing") {
    return new PermanentError("GIT_MISSING", "The `git` command could not be started.", { hint: "Install git 2.34 or newer on the PATH." });
  }
  const text = `${error.stderr}\n${error.stdout}`;
  return TABLE.find(([pattern]) => pattern.test(text))?.[1](repository, quote(text));
}

/** The last resort for what no one recognised, after the cache was rebuilt. */
export function toUnknownGitError(error: unknown, repository: string): Error {
  if (!(error instanceof GitFailure)) return error instanceof Error ? error : new Error(String(error));
  const said = quote(`${error.stderr}\n${error.stdout}`);
  return new TransientError("GIT_FAILED", `Git failed on ${repository}${said}.`, {
    hint: "If it stays, look at the repository on its host.",
  });
}

/** The telling lines, what the host's own hooks said first, in one line and without control characters. */
function quote(text: string): string {
  const lines = text.split(/[\r\n]+/).map((line) => line.trim());
  const said = lines.filter((line) => line.startsWith("remote:")).map((line) => line.slice("remote:".length).trim());
  const told = lines.filter((line) => /^(?:fatal|error|!|GH\d+|GitLab)|declined|refus|denied|protected|not allowed|reject/i.test(line));
  const clean = [...new Set([...said, ...told.filter((line) => !line.startsWith("remote:"))])]
    .filter((line) => line !== "")
    .join("; ")
    .replace(/\p{Cc}+/gu, " ");
  return clean === "" ? "" : `: ${clean.slice(0, 500).replace(/\.$/, "")}`;
}
