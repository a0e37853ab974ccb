import { eventSample } from "../../src/events/index.ts";

const IDS = ["5974007e-87d4-80ef-8008-fb1ba2bafaee", "5974007e-87d4-80ef-8008-fb1ba1e5d073", "5974007e-87d4-80ef-8008-fb1ba254f0d6"];
const CONTENT = "The spacing of the button differs from the card's by two pixels in the dark theme; please look at both boards. "
  .repeat(7)
  .slice(0, 750);

/** One and the same event of about 2 kB in both encodings: a comment of the longest length that mentions some people. */
export function createBodies(): Record<"json" | "transit", Buffer> {
  const json = eventSample("create-comment-thread", "json").toString();
  const transit = eventSample("create-comment-thread", "transit").toString();
  const content = /"Spacing looks off[^"]*"/;
  return {
    json: Buffer.from(json.replace(content, `"${CONTENT}"`).replace(/"mentions": \[[^\]]*\]/, `"mentions": [\n      ${quote("")}\n    ]`)),
    transit: Buffer.from(transit.replace(content, `"${CONTENT}"`).replace(/(?<="~:mentions",\["~#set",\[)[^\]]*/, quote("~u"))),
  };
}

function quote(prefix: string): string {
  return [...IDS, ...IDS].map((id) => `"${prefix}${id}"`).join(",");
}
