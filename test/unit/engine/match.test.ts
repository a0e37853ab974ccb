import { describe, expect, it } from "vitest";
import { matchRecipes } from "../../../src/engine/match.ts";
import type { SourceFile } from "../../../src/engine/sources.ts";
import { createEvent } from "../../support/create-event.ts";
import { createRecipe } from "../../support/create-recipe.ts";

const file: SourceFile = {
  id: "f-1",
  name: "Icons / v2",
  projectId: "p-1",
  projectName: "[WIP] System",
  teamId: "t-1",
  teamName: "Design",
  instance: "main",
  revn: 4,
  vern: 0,
  modifiedAt: "2026-11-21T18:27:11.026Z",
  isShared: true,
};

function isMatched(parts: Record<string, unknown>, event = createEvent()): boolean {
  return matchRecipes([createRecipe(parts)], event, file)[0]?.matched ?? false;
}

describe("matchRecipes", () => {
  it.each([
    [{}, true],
    [{ file: "Icons / v2" }, true],
    [{ file: "f-1" }, true],
    [{ file: "Icons*" }, true],
    [{ file: "*v[12]" }, true],
    [{ file: "{Icons,Logos}*" }, true],
    [{ file: "icons*" }, false],
    [{ file: "Icons" }, false],
    [{ file: ["Logos", "Icon*"] }, true],
    [{ project: "[WIP] System" }, true],
    [{ project: "System" }, false],
    [{ team: "Design", project: "p-1", file: "f-1", penpot: "main" }, true],
    [{ team: "Design", file: "Logos" }, false],
    [{ penpot: "other" }, false],
  ])("source %j: %s", (source, expected) => {
    expect(isMatched({ source })).toBe(expected);
  });

  it("waits for update-file unless told", () => {
    expect(isMatched({ source: {} }, createEvent({ name: "rename-file" }))).toBe(false);
    expect(isMatched({ source: {}, on: { "rename-file": {} } }, createEvent({ name: "rename-file" }))).toBe(true);
  });

  it.each(["reconcile", "manual"] as const)("does not ask on for %s", (trigger) => {
    expect(isMatched({ source: {}, on: { "rename-file": {} } }, createEvent({ trigger, name: trigger }))).toBe(true);
  });

  it("evaluates if with the event, the file and where it lies", () => {
    const condition =
      "event.actor == 'someone' && file.isShared && file.revn == 4 && team.name == 'Design' && project.id == 'p-1' && recipe.name == 'icons'";
    expect(isMatched({ source: {}, if: condition })).toBe(true);
    expect(isMatched({ source: {}, if: "file.name.startsWith('Draft')" })).toBe(false);
  });

  it("explains every condition of a recipe that does not fit", () => {
    const recipe = createRecipe({ source: { team: ["Brand", "Web"], file: "Icons*" }, on: { "rename-file": {} }, if: "true" });
    expect(matchRecipes([recipe], createEvent(), file)).toEqual([
      {
        recipe,
        matched: false,
        reasons: [
          { condition: "source.team: Brand, Web", value: "Design (t-1)", ok: false },
          { condition: "source.file: Icons*", value: "Icons / v2 (f-1)", ok: true },
          { condition: "on: rename-file", value: "update-file", ok: false },
        ],
      },
    ]);
  });

  it("takes a condition that cannot be evaluated for false and says why", () => {
    const [match] = matchRecipes([createRecipe({ source: {}, if: "event.props.count > 1" })], createEvent(), file);
    expect(match).toMatchObject({ matched: false, failed: { code: "EXPRESSION_FAILED" } });
    expect(match?.reasons.at(-1)?.value).toContain("No such key: count");
  });
});
