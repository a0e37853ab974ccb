import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const SRC = fileURLToPath(new URL("../src", import.meta.url));
const PURE = new Set(["transit", "events", "design", "render", "tokens", "assets", "diff"]);
const CORE = new Set(["engine", "actions"]);
const RIM = new Set(["penpot", "forges", "queue", "server", "emulator", "cache-pack"]);
const TOP = new Set(["app.ts", "rooms.ts", "cli.ts"]);
const LONGEST_FILE = 350;

interface Import {
  from: string;
  to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.split(sep).join("/"));
const texts = new Map(files.map((file) => [file, readFileSync(join(SRC, file), "utf8")]));
const imports = files.flatMap((file) => importsOf(file));

function importsOf(file: string): Import[] {
  const found = (texts.get(file) ?? "").matchAll(/(?:^|\n)\s*(?:import|export)\b[^;"']*?from\s+"(\.[^"]+)"|import\("(\.[^"]+)"\)/g);
  return [...found].map(([, plain, dynamic]) => ({
    from: file,
    to: relative(SRC, join(SRC, dirname(file), plain ?? dynamic ?? ""))
      .split(sep)
      .join("/"),
  }));
}

/** The room a file belongs to; contracts lie at the top, those about the configuration in a folder. */
function roomOf(file: string): string {
  if (TOP.has(file)) return "app";
  if (file.startsWith("config/")) return "contract";
  return file.includes("/") ? (file.split("/")[0] ?? "") : "contract";
}

function mayImport(from: string, to: string): boolean {
  if (from === to || to === "contract") return true;
  if (from === "app" || from === "commands") return true;
  if (from === "contract") return false;
  if (PURE.has(from)) return PURE.has(to);
  return CORE.has(from) || RIM.has(from) ? PURE.has(to) : false;
}

describe("the house", () => {
  it("has only rooms that are known", () => {
    const rooms = new Set(files.map(roomOf));
    for (const known of [...PURE, ...CORE, ...RIM, "contract", "app", "commands"]) rooms.delete(known);
    expect([...rooms]).toEqual([]);
  });

  it("lets a room import only what it may know", () => {
    const wrong = imports.filter(({ from, to }) => !mayImport(roomOf(from), roomOf(to))).map(({ from, to }) => `${from} → ${to}`);
    expect(wrong).toEqual([]);
  });

  it("imports only files that exist, by their .ts names", () => {
    expect(imports.filter(({ to }) => !texts.has(to) && !to.endsWith(".json")).map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
  });

  it("has no import cycle", () => {
    expect(findCycle()).toBeUndefined();
  });

  it("exits the process in cli.ts only", () => {
    expect(files.filter((file) => file !== "cli.ts" && /process\.exit\b(?!Code)/.test(texts.get(file) ?? ""))).toEqual([]);
  });

  it("keeps every file short enough to read", () => {
    expect(files.filter((file) => (texts.get(file) ?? "").split("\n").length > LONGEST_FILE)).toEqual([]);
  });
});

function findCycle(): string[] | undefined {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const walk = (file: string, path: string[]): string[] | undefined => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const target of next.get(file) ?? []) {
      const cycle = walk(target, [...path, file]);
      if (cycle) return cycle;
    }
    done.add(file);
    return undefined;
  };
  for (const file of files) {
    const cycle = walk(file, []);
    if (cycle) return cycle;
  }
  return undefined;
}
