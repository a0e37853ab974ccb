import type { ExpressionProblem } from "./inspect.ts";

/** A piece of a template: text as it stands, or an expression with its offset in the template. */
export type Piece = { text: string } | { expression: string; start: number };

const OPEN = "$" + "{{";

/** Whether a text holds `${{`, escaped or not. */
export function isTemplate(text: string): boolean {
  return text.includes(OPEN);
}

/** Cuts a template at its `${{ … }}`; `$${{` is a `${{` that stays. A `}}` inside quotes or braces of the expression does not end it. */
export function splitTemplate(template: string): { pieces: Piece[]; problems: ExpressionProblem[] } {
  const pieces: Piece[] = [];
  let text = "";
  let position = 0;
  for (let open = template.indexOf(OPEN); open >= 0; open = template.indexOf(OPEN, position)) {
    if (template[open - 1] === "$" && open - 1 >= position) {
      text += template.slice(position, open - 1) + OPEN;
      position = open + OPEN.length;
      continue;
    }
    text += template.slice(position, open);
    const start = open + OPEN.length;
    const end = findEnd(template, start);
    if (end === undefined) return { pieces: [], problems: [unclosed(open)] };
    if (text !== "") pieces.push({ text });
    pieces.push({ expression: template.slice(start, end), start });
    text = "";
    position = end + 2;
  }
  text += template.slice(position);
  if (text !== "" || pieces.length === 0) pieces.push({ text });
  return { pieces, problems: [] };
}

function unclosed(start: number): ExpressionProblem {
  return {
    code: "EXPRESSION_INVALID",
    message: `A ${OPEN} has no }} that closes it.`,
    hint: `Close it, or write $${OPEN} where the characters themselves are meant.`,
    start,
    end: start + OPEN.length,
  };
}

function findEnd(template: string, start: number): number | undefined {
  let depth = 0;
  let position = start;
  while (position < template.length) {
    const character = template[position];
    if (character === '"' || character === "'") {
      position = skipString(template, position);
      continue;
    }
    if (character === "{") depth++;
    if (character === "}") {
      if (depth === 0) return template[position + 1] === "}" ? position : undefined;
      depth--;
    }
    position++;
  }
  return undefined;
}

/** The offset behind a CEL string that starts at `start`: 'a', "a" or three quotes. The library's parser skips what follows a \ in raw strings too. */
function skipString(template: string, start: number): number {
  const quote = template.charAt(start);
  const triple = template.startsWith(quote.repeat(3), start);
  const close = triple ? quote.repeat(3) : quote;
  let position = start + close.length;
  while (position < template.length && !template.startsWith(close, position)) {
    position += template[position] === "\\" ? 2 : 1;
  }
  return position + close.length;
}
