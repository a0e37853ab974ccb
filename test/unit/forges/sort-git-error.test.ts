import { describe, expect, it } from "vitest";
import { TransientError } from "../../../src/errors.ts";
import { GitFailure } from "../../../src/forges/git/run-git.ts";
import { sortGitError, toUnknownGitError } from "../../../src/forges/git/sort-error.ts";

function sort(stderr: string) {
  return sortGitError(new GitFailure("exit", "", stderr), "gh:acme/web");
}

describe("sorting what git says", () => {
  it.each([
    ["fatal: Authentication failed for 'https://host/acme/web/'", "FORGE_AUTH"],
    ["fatal: could not read Username for 'https://host': terminal prompts disabled", "FORGE_AUTH"],
    ["remote: HTTP Basic: Access denied.", "FORGE_AUTH"],
    ["fatal: unable to access 'https://host/': The requested URL returned error: 403", "FORGE_FORBIDDEN"],
    [
      "remote: Permission to acme/web.git denied to bot.\nfatal: unable to access 'https://host/': The requested URL returned error: 403",
      "FORGE_FORBIDDEN",
    ],
    ["remote: Repository not found.\nfatal: repository 'https://host/acme/web/' not found", "REPOSITORY_NOT_FOUND"],
    ["remote: The project you were looking for could not be found or you don't have permission to view it.", "REPOSITORY_NOT_FOUND"],
    ["fatal: '/srv/web' does not appear to be a git repository", "REPOSITORY_NOT_FOUND"],
    ["fatal: unable to access 'https://host/': The requested URL returned error: 429", "FORGE_RATE_LIMIT"],
    [
      "error: RPC failed; HTTP 502 curl 22 The requested URL returned error: 502\nfatal: the remote end hung up unexpectedly",
      "FORGE_UNAVAILABLE",
    ],
    ["fatal: unable to access 'https://host/': Could not resolve host: host", "FORGE_UNREACHABLE"],
    ["fatal: unable to access 'https://host/': Failed to connect to host port 443", "FORGE_UNREACHABLE"],
    ["fatal: unable to access 'https://host/': SSL certificate problem: self-signed certificate", "FORGE_CERTIFICATE"],
    ["fatal: transport 'ext' not allowed", "FORGE_TRANSPORT"],
    ["! [rejected] x -> y (stale info)", "BRANCH_MOVED"],
    ["! [remote rejected] x -> y (cannot lock ref 'refs/heads/y': is at 1 but expected 2)", "BRANCH_MOVED"],
    ["fatal: couldn't find remote ref refs/heads/penops/icons", "BRANCH_MOVED"],
    [
      "remote: error: GH006: Protected branch update failed for refs/heads/y.\n! [remote rejected] x -> y (protected branch hook declined)",
      "PUSH_REFUSED",
    ],
    [
      "remote: GitLab: You are not allowed to force push code to a protected branch on this project.\n! [remote rejected] x -> y (pre-receive hook declined)",
      "PUSH_REFUSED",
    ],
    [
      "remote: error: File big.bin is 120.00 MB; this exceeds GitHub's file size limit\n! [remote rejected] x -> y (pre-receive hook declined)",
      "PUSH_REFUSED",
    ],
    ["fatal: write error: No space left on device\nfatal: index-pack failed", "DISK_FULL"],
    ["fatal: could not write '/data/git/x/objects/pack/pack-1.promisor' promisor file", "DISK_FULL"],
    ["error: unable to write file ./objects/12/3456", "DISK_FULL"],
    ["warning: x\nfatal: unable to write new index file", "DISK_FULL"],
    ["remote: fatal: unpack-objects error: No space left on device\n! [remote rejected] x -> y (unpacker error)", "FORGE_DISK_FULL"],
    ["fatal: detected dubious ownership in repository at '/srv/web'", "REPOSITORY_OWNER"],
  ])("knows %j", (stderr, code) => {
    expect(sort(stderr)).toMatchObject({ code, message: expect.stringContaining("gh:acme/web") });
  });

  it.each([
    "fatal: Unable to create '/data/git/x/shallow.lock': File exists.",
    "error: cannot lock ref 'refs/penops/a': Unable to create '/data/git/x/refs/penops/a.lock': File exists.",
    "fatal: packfile ./objects/pack/pack-1.pack cannot be accessed",
    "fatal: not a git repository: '/data/git/x'",
    "object 1234 is missing",
    "error: unable to write file ./objects/12/3456: Permission denied",
    "remote: fatal: unable to write new index file",
  ])("suspects the cache for %j", (stderr) => {
    expect(sort(stderr)).toBeUndefined();
  });

  it("passes on what is sorted already, and leaves bugs alone", () => {
    const known = new TransientError("X", "x");
    expect(sortGitError(known, "r")).toBe(known);
    expect(sortGitError(new TypeError("bug"), "r")).toBeUndefined();
    expect(toUnknownGitError(new TypeError("bug"), "r")).toBeInstanceOf(TypeError);
  });

  it("knows a full disk by its error code", () => {
    expect(sortGitError(Object.assign(new Error("write"), { code: "ENOSPC" }), "r")).toMatchObject({ code: "DISK_FULL" });
  });

  it("quotes a host's words in one line without control characters, and not without end", () => {
    const error = sort(`remote: denied \u001b[31mred\u0007\n! [remote rejected] x (${"hook declined ".repeat(100)})`);
    expect(error?.message).toMatch(/denied +\[31mred/);
    expect(error?.message).not.toMatch(/\p{Cc}/u);
    expect(error?.message.length).toBeLessThan(700);
  });
});
