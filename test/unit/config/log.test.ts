import { describe, expect, it } from "vitest";
import { createSecrets } from "../../../src/config/secrets.ts";
import { createLogger } from "../../../src/log.ts";

function logTo(format: "json" | "text"): { lines: string[]; log: ReturnType<typeof createLogger> } {
  const secrets = createSecrets();
  secrets.add("canary-token");
  const lines: string[] = [];
  return { lines, log: createLogger({ level: "debug", format, secrets, write: (text) => lines.push(text) }) };
}

describe("createLogger", () => {
  for (const format of ["json", "text"] as const) {
    it(`keeps secrets out of ${format} lines, wherever they stand`, () => {
      const { lines, log } = logTo(format);
      log.info({ url: "https://x:canary-token@host", nested: { list: ["canary-token"] } }, "calling with canary-token");
      log.error({ error: new Error("canary-token was refused") }, "failed");
      log.child({ token: "canary-token" }).warn("child");
      expect(lines).toHaveLength(3);
      expect(lines.join("")).not.toContain("canary-token");
      expect(lines.join("")).toContain("***");
    });
  }

  it("writes a calm line for people: time, level, message, fields", () => {
    const { lines, log } = logTo("text");
    log.info({ recipe: "icons", files: 3 }, "run finished");
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d info {2}run finished {2}recipe=icons {2}files=3\n$/);
  });
});
