import { readFile } from "node:fs/promises";
import { json } from "node:stream/consumers";
import { Language, Parser } from "web-tree-sitter";

// Reads [language, texts] from its input and prints the mistakes of each text.
const [name, texts] = (await json(process.stdin)) as [string, string[]];
await Parser.init();
const bytes = await readFile(new URL(`../../node_modules/tree-sitter-wasms/out/tree-sitter-${name}.wasm`, import.meta.url));
const language = await Language.load(toNewLinking(bytes));
process.stdout.write(JSON.stringify(texts.map((text) => findMistakes(language, text))));

function findMistakes(language: Language, text: string): string[] {
  const parser = new Parser();
  parser.setLanguage(language);
  const tree = parser.parse(text);
  const mistakes: string[] = [];
  for (const node of tree?.rootNode.descendantsOfType("ERROR") ?? [])
    mistakes.push(`${node?.startPosition.row}: ${node?.text.slice(0, 80)}`);
  if (mistakes.length === 0 && tree?.rootNode.hasError !== false) mistakes.push("something is missing");
  tree?.delete();
  parser.delete();
  return mistakes;
}

/** The grammars were linked before `dylink.0` replaced `dylink` (WebAssembly tool conventions, "Dynamic Linking"); only its frame differs. */
function toNewLinking(bytes: Uint8Array): Uint8Array {
  const [size, start] = readNumber(bytes, 9);
  const [nameLength, nameStart] = readNumber(bytes, start);
  const name = Buffer.from(bytes.subarray(nameStart, nameStart + nameLength)).toString();
  if (name !== "dylink") return bytes;
  let at = nameStart + nameLength;
  for (let field = 0; field < 4; field++) [, at] = readNumber(bytes, at);
  const memory = bytes.subarray(nameStart + nameLength, at);
  const body = [8, ...Buffer.from("dylink.0"), 1, ...toNumber(memory.length), ...memory];
  return Uint8Array.from([...bytes.subarray(0, 8), 0, ...toNumber(body.length), ...body, ...bytes.subarray(start + size)]);
}

function readNumber(bytes: Uint8Array, from: number): [number, number] {
  let [number, shift, at] = [0, 0, from];
  for (; ; at++) {
    const byte = bytes[at] ?? 0;
    number |= (byte & 127) << shift;
    shift += 7;
    if (byte < 128) return [number, at + 1];
  }
}

function toNumber(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...toNumber(value >> 7)];
}
