import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const TSC = fileURLToPath(new URL("../../../node_modules/.bin/tsc", import.meta.url));

const STRICT = {
  target: "es2022",
  lib: ["es2023", "dom", "dom.iterable"],
  jsx: "react-jsx",
  types: [],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noPropertyAccessFromIndexSignature: true,
  noImplicitOverride: true,
  noImplicitReturns: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  isolatedModules: true,
  verbatimModuleSyntax: true,
  skipLibCheck: true,
};

/** Compiles a folder's `src` as strictly as can be, to `dist`; gives the compiler's complaints. */
export async function compile(folder: string, options: Record<string, unknown> = {}): Promise<string> {
  const compilerOptions = { ...STRICT, module: "nodenext", outDir: "dist", rootDir: "src", ...options };
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "module", sideEffects: false }));
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  try {
    await promisify(execFile)(process.execPath, [TSC, "-p", folder], { timeout: 60_000 });
    return "";
  } catch (error) {
    return String((error as { stdout?: string }).stdout || error);
  }
}
