/** One message of a `text/event-stream`. */
export interface ServerEvent {
  event: string;
  data: string;
}

const LONGEST = 4 * 1_048_576;

/** Parses a `text/event-stream`; what follows the last blank line is incomplete and left out. Throws RangeError when a message has no end within 4 MiB. */
export async function* parseEvents(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  let buffer = "";
  for await (const chunk of chunks) {
    buffer = (buffer + decoder.decode(chunk, { stream: true })).replaceAll("\r\n", "\n");
    const messages = buffer.split("\n\n");
    buffer = messages.pop() ?? "";
    if (buffer.length > LONGEST) throw new RangeError("A message of the event stream does not end.");
    for (const message of messages) yield* parseMessage(message);
  }
}

function* parseMessage(message: string): Generator<ServerEvent> {
  let event = "message";
  const data: string[] = [];
  for (const line of message.split("\n")) {
    const [, field, value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") event = value;
    if (field === "data") data.push(value);
  }
  if (data.length > 0) yield { event, data: data.join("\n") };
}
