/** A refusal as Penpot's API gives it (integration.md §7.6): `body` becomes the error map, strings in `type` and `code` keywords in Transit. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;

  constructor(status: number, body: Record<string, unknown>) {
    super(`${String(body["type"])} ${String(body["code"] ?? "")}`.trim());
    this.status = status;
    this.body = body;
  }
}

/** 404, which Penpot also answers where the caller has no permission (integration.md §7.6). */
export function notFound(code = "object-not-found", hint: string | undefined = "not found"): RpcError {
  return new RpcError(404, { type: "not-found", code, ...(hint && { hint }) });
}

/** 400 of type `validation`. */
export function invalid(code: string, details: Record<string, unknown> = {}): RpcError {
  return new RpcError(400, { type: "validation", code, ...details });
}

/** 400 of type `restriction`: quotas and unsupported features. */
export function restricted(code: string, details: Record<string, unknown> = {}): RpcError {
  return new RpcError(400, { type: "restriction", code, ...details });
}

/** 500 of type `server-error`. */
export function serverError(code: string, details: Record<string, unknown> = {}): RpcError {
  return new RpcError(500, { type: "server-error", code, ...details });
}
