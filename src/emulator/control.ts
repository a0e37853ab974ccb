import type { SentDelivery } from "./deliveries.ts";
import type { Reply } from "./reply.ts";

/** What people may do over HTTP besides the API: look, and edit. */
export interface Control {
  /** The state as plain data, for people. */
  describe(): Record<string, unknown>;
  /** Replaces a file's content by a path's or by an archive in base64, or by the next version it was given; throws UserError. */
  edit(request: { fileId?: string; design?: string }): Promise<{ fileId: string; revn: number }>;
}

interface ControlRequest {
  httpMethod: string;
  path: string;
  contentType: string;
  body: string;
}

/** `GET /emulator` shows the state, `POST /emulator/edit` changes a file. */
export async function handleControl({ httpMethod, path, contentType, body }: ControlRequest, control: Control): Promise<Reply> {
  if (path === "/emulator" && httpMethod === "GET") return toJson(200, control.describe());
  if (path !== "/emulator/edit") return { status: 404, headers: {} };
  if (httpMethod !== "POST") return toJson(405, { error: "Use POST." });
  // A web page may send a body without asking only in the other content types.
  if (body !== "" && !contentType.startsWith("application/json"))
    return toJson(415, { error: "Send application/json, or no body at all." });
  try {
    const request = (body === "" ? {} : JSON.parse(body)) as { fileId?: string; design?: string };
    return toJson(200, await control.edit(request));
  } catch (error) {
    const { message, hint } = error as Error & { hint?: string };
    return toJson(400, { error: message, ...(hint && { hint }) });
  }
}

/** A delivery as `GET /emulator` lists it. */
export function toSummary({ event, uri, sentAt, outcome }: SentDelivery): Record<string, unknown> {
  return { event, uri, sentAt, ...outcome };
}

function toJson(status: number, value: unknown): Reply {
  return { status, headers: { "Content-Type": "application/json" }, body: `${JSON.stringify(value, undefined, 2)}\n` };
}
