import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/change-set.ts";
import { createMemoryForge } from "../../../src/forges/index.ts";

const { signal } = new AbortController();
const ADA = { name: "Ada", email: "ada@example.com" };
const CHANGE: ChangeSet = {
  branch: "penops/icons",
  title: "icons",
  body: "Body",
  message: "icons\n\nPenops-Recipe: icons\n",
  labels: ["design"],
  files: [{ path: "icons/a.svg", content: Buffer.from("<a/>") }],
  prune: [],
  keep: [],
};

describe("the memory forge", () => {
  it("shows files, branches and pull requests", async () => {
    const forge = createMemoryForge("memory", { "acme/web": { "a.txt": "a", "b.bin": new Uint8Array([0, 255]) } });
    await forge.ensurePullRequest("acme/web", CHANGE, signal);
    expect(forge.branches("acme/web")).toEqual(["main", "penops/icons"]);
    expect(Object.keys(forge.files("acme/web", "penops/icons"))).toEqual(["a.txt", "b.bin", "icons/a.svg"]);
    expect(forge.files("acme/web")).toEqual({ "a.txt": Buffer.from("a"), "b.bin": Buffer.from([0, 255]) });
    expect(forge.files("acme/web", "nowhere")).toEqual({});
    expect(forge.pullRequests("acme/web")).toMatchObject([{ number: 1, state: "open", title: "icons", labels: ["design"], comments: [] }]);
  });

  it("merges by hand when base moved on, with both sides' changes", async () => {
    const forge = createMemoryForge("memory", { "acme/web": { "a.txt": "a", "icons/old.svg": "o" } });
    await forge.ensurePullRequest("acme/web", { ...CHANGE, prune: ["icons"] }, signal);
    forge.commitAs(ADA, "acme/web", "main", { "b.txt": "b", "a.txt": undefined });
    forge.merge("acme/web", 1);
    expect(Object.keys(forge.files("acme/web")).sort()).toEqual(["b.txt", "icons/a.svg"]);
    expect(forge.pullRequests("acme/web")[0]?.state).toBe("merged");
  });

  it("closes the pull request of a branch that is deleted", async () => {
    const forge = createMemoryForge("memory", { "acme/web": { "a.txt": "a" } });
    await forge.ensurePullRequest("acme/web", CHANGE, signal);
    forge.deleteBranch("acme/web", "penops/icons");
    expect(forge.pullRequests("acme/web")[0]?.state).toBe("closed");
  });

  it("knows only the repositories it was given", async () => {
    const forge = createMemoryForge("memory");
    await expect(forge.compare("acme/web", CHANGE, signal)).rejects.toMatchObject({ name: "UserError", code: "REPOSITORY_NOT_FOUND" });
  });
});
