import { spawn } from "node:child_process";
import { text as readText } from "node:stream/consumers";
import { fileURLToPath } from "node:url";

/**
 * The first places where texts are not of their language, for each text. In a process of its own: optimising the large functions of these
 * grammars takes more memory than V8 allows itself, and only a flag at its start keeps it from trying.
 */
export async function findSyntaxMistakes(language: "kotlin" | "swift" | "dart", texts: readonly string[]): Promise<string[][]> {
  const program = fileURLToPath(new URL("grammar-process.ts", import.meta.url));
  const child = spawn(process.execPath, ["--liftoff-only", program], { stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify([language, texts]));
  return JSON.parse(await readText(child.stdout)) as string[][];
}
