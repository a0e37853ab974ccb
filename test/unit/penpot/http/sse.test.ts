import { describe, expect, it } from "vitest";
import { parseEvents, type ServerEvent } from "../../../../src/penpot/http/sse.ts";

async function parse(...chunks: (string | Uint8Array)[]): Promise<ServerEvent[]> {
  async function* bytes() {
    for (const chunk of chunks) yield typeof chunk === "string" ? Buffer.from(chunk) : chunk;
  }
  const events: ServerEvent[] = [];
  for await (const event of parseEvents(bytes())) events.push(event);
  return events;
}

describe("an event stream", () => {
  it("gives each message with its name", async () => {
    expect(await parse('event: progress\ndata: {"a":1}\n\nevent: end\ndata: []\n\n')).toEqual([
      { event: "progress", data: '{"a":1}' },
      { event: "end", data: "[]" },
    ]);
  });

  it("is the same however it is cut into chunks, within characters too", async () => {
    const whole = Buffer.from("event: end\r\ndata: größe 🎨\r\n\r\n");
    const expected = [{ event: "end", data: "größe 🎨" }];
    for (let at = 0; at <= whole.length; at += 1) expect(await parse(whole.subarray(0, at), whole.subarray(at))).toEqual(expected);
  });

  it("joins data lines and knows the default name", async () => {
    expect(await parse("data: a\ndata: b\n\n")).toEqual([{ event: "message", data: "a\nb" }]);
  });

  it("leaves out comments, empty messages and a message without its blank line", async () => {
    expect(await parse(": ping\n\n\n\nevent: end\ndata: [")).toEqual([]);
  });

  it("refuses a message that does not end", async () => {
    await expect(parse(`data: ${"x".repeat(5_000_000)}`)).rejects.toThrow(RangeError);
  });
});
