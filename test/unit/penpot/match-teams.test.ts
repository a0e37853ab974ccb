import { describe, expect, it } from "vitest";
import { matchTeams } from "../../../src/penpot/match-teams.ts";

const teams = ["Acme", "Acme Labs", "Web/Mobile", ".hidden", "R&D [old]"].map((name, index) => ({
  id: `id-${index}`,
  name,
  isDefault: false,
}));
const names = (...patterns: string[]) => matchTeams(patterns, teams).teams.map(({ name }) => name);

describe("team patterns", () => {
  it("match a name", () => expect(names("Acme")).toEqual(["Acme"]));
  it("match an id", () => expect(names("id-1")).toEqual(["Acme Labs"]));
  it("match a glob", () => expect(names("Acme*")).toEqual(["Acme", "Acme Labs"]));
  it("match everything with a star, slashes and dots too", () => expect(names("*")).toHaveLength(5));
  it("match a name with glob characters as it stands", () => expect(names("R&D [old]")).toEqual(["R&D [old]"]));
  it("give a team once", () => expect(names("Acme", "id-0", "A*e")).toEqual(["Acme"]));

  it("that match nothing are a problem that names the teams there are", () => {
    const [unmatched] = matchTeams(["acme"], teams).unmatched;
    expect(unmatched).toMatchObject({ pattern: "acme", problem: { code: "PENPOT_TEAM_UNKNOWN" } });
    expect(unmatched?.problem.message).toContain('"Acme", "Acme Labs"');
  });
});
