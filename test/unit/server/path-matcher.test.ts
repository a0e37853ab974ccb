import { describe, expect, it } from "vitest";
import { webhookPath } from "../../../src/events/index.ts";
import { createPathMatcher } from "../../../src/server/path-matcher.ts";
import { TEAM } from "../../support/webhooks.ts";

const SECRET = "a secret of some length";

describe("createPathMatcher", () => {
  it("finds the same for a path it remembers as for a new one", () => {
    const match = createPathMatcher([SECRET]);
    const path = webhookPath(SECRET, "main", TEAM);
    expect(match(path)).toEqual({ instance: "main", teamId: TEAM, secretIndex: 0 });
    expect(match(path)).toEqual({ instance: "main", teamId: TEAM, secretIndex: 0 });
  });

  it("knows no path that only begins like a remembered one", () => {
    const match = createPathMatcher([SECRET]);
    const path = webhookPath(SECRET, "main", TEAM);
    match(path);
    expect(match(path.slice(0, -1))).toBeUndefined();
    expect(match(`${path}x`)).toBeUndefined();
    expect(match("constructor")).toBeUndefined();
  });

  it("goes on matching when there are more teams than it remembers", () => {
    const match = createPathMatcher([SECRET]);
    for (let team = 0; team < 1_200; team++) expect(match(webhookPath(SECRET, "main", `team-${team}`))?.teamId).toBe(`team-${team}`);
    expect(match(webhookPath(SECRET, "main", "team-1199"))?.teamId).toBe("team-1199");
  });
});
