import { describe, expect, it } from "vitest";
import { explainHandsOff, isOwnCommit, toIdentity } from "../../../src/forges/own-commit.ts";

const US = { name: "Penops", email: "penops@example.com" };
const ADA = { name: "Ada", email: "ada@example.com" };
const OURS = { author: US, committer: US, message: "icons\n\nPenops-Recipe: icons\n" };

describe("whose a commit is", () => {
  it("is ours with our identity twice and our trailer", () => {
    expect(isOwnCommit(OURS, US)).toBe(true);
  });

  it.each([
    ["another author", { ...OURS, author: ADA }],
    ["another committer", { ...OURS, committer: ADA }],
    ["another e-mail address", { ...OURS, author: { ...US, email: "x@example.com" } }],
    ["another name", { ...OURS, committer: { ...US, name: "penops" } }],
    ["no trailer", { ...OURS, message: "icons\n" }],
    ["a trailer in the middle of a line", { ...OURS, message: "see Penops-Recipe: icons\n" }],
  ])("is somebody else's with %s", (_, commit) => {
    expect(isOwnCommit(commit, US)).toBe(false);
  });

  it("is told with commit, author and what to do", () => {
    expect(explainHandsOff("penops/icons", "0123456789abcdef", { ...OURS, author: ADA, committer: ADA })).toBe(
      "The branch penops/icons ends with commit 0123456789 by Ada <ada@example.com>; delete the branch to let Penops propose again.",
    );
  });

  it("is told with the committer too when somebody else is the author", () => {
    expect(explainHandsOff("penops/icons", "0123456789abcdef", { ...OURS, committer: ADA })).toBe(
      "The branch penops/icons ends with commit 0123456789 by Penops <penops@example.com>, committed by Ada <ada@example.com>; delete the branch to let Penops propose again.",
    );
  });

  it("is signed with a name git takes", () => {
    expect(toIdentity({ name: " A <b>\nC ", email: "<a @b>\n" })).toEqual({ name: "A b C", email: "a@b" });
    expect(toIdentity({ name: "<>", email: "a@b" }).name).toBe("Penops");
  });
});
