import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** An answer as it came off the wire; header names in lower case. */
export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** A connection that writes bytes exactly as told and reads answers. */
export interface RawClient {
  readonly socket: Socket;
  write(bytes: string | Buffer): void;
  /** The next answer on the connection; to a HEAD request there is no body. Rejects when the connection ends before. */
  read(method?: string): Promise<RawAnswer>;
  /** Resolves when the other side has closed. */
  closed: Promise<void>;
}

/** Opens a connection to a port of this machine; rejects when nobody listens. */
export async function openRaw(port: number, address = "127.0.0.1"): Promise<RawClient> {
  const socket = connect(port, address);
  let received = Buffer.alloc(0);
  let hasEnded = false;
  socket.on("data", (chunk) => {
    received = Buffer.concat([received, chunk]);
    socket.emit("progress");
  });
  socket.on("error", () => {});
  const closed = new Promise<void>((resolve) => {
    socket.once("close", () => {
      hasEnded = true;
      socket.emit("progress");
      resolve();
    });
  });
  await once(socket, "connect");
  return {
    socket,
    closed,
    write: (bytes) => void socket.write(bytes),
    async read(method = "POST") {
      for (;;) {
        const found = takeAnswer(received, method);
        if (found) {
          received = received.subarray(found.length);
          return found.answer;
        }
        if (hasEnded) throw new Error(`The connection ended after ${received.length} bytes: ${received.toString().slice(0, 200)}`);
        await new Promise((resolve) => socket.once("progress", resolve));
      }
    },
  };
}

function takeAnswer(bytes: Buffer, method: string): { answer: RawAnswer; length: number } | undefined {
  const end = bytes.indexOf("\r\n\r\n");
  if (end < 0) return undefined;
  const [start = "", ...lines] = bytes.subarray(0, end).toString("latin1").split("\r\n");
  const headers = Object.fromEntries(
    lines.map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]),
  );
  const size = method === "HEAD" ? 0 : Number(headers["content-length"] ?? 0);
  const length = end + 4 + size;
  if (bytes.length < length) return undefined;
  const body = bytes.subarray(end + 4, length).toString();
  return { answer: { status: Number(start.split(" ")[1]), headers, body }, length };
}

/** A request as bytes. */
export function toRequest(method: string, path: string, headers: readonly string[], body: Buffer | string = ""): Buffer {
  return Buffer.concat([Buffer.from(`${[`${method} ${path} HTTP/1.1`, ...headers].join("\r\n")}\r\n\r\n`), Buffer.from(body)]);
}
