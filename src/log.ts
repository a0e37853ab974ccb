import pino from "pino";
import type { Secrets } from "./config/secrets.ts";
import { type ErrorRecord, toErrorRecord } from "./errors.ts";

export type Logger = pino.Logger;

export interface LogOptions {
  level: string;
  /** `json` one object a line, `text` for a person. */
  format: "json" | "text";
  secrets: Secrets;
  write: (text: string) => void;
}

/** A pino logger whose every line passes the secrets' filter. */
export function createLogger({ level, format, secrets, write }: LogOptions): Logger {
  const print = format === "text" ? toText : (line: string) => line;
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime, errorKey: "error", serializers: { error: toErrorRecord } },
    { write: (line: string) => write(secrets.redact(print(line))) },
  );
}

const HIDDEN = new Set(["level", "time", "msg", "error"]);

/** `12:30:01 warn  message  key=value` and, below it, the error. */
function toText(line: string): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  const level = pino.levels.labels[Number(record["level"])] ?? "info";
  const fields = Object.entries(record)
    .filter(([key]) => !HIDDEN.has(key))
    .map(([key, value]) => `${key}=${typeof value === "string" ? value : JSON.stringify(value)}`);
  const error = record["error"] as Partial<ErrorRecord> | undefined;
  const tail = error ? `\n    ${[error.stack ?? error.message, error.hint].filter((part) => part).join("\n    ")}` : "";
  return `${String(record["time"]).slice(11, 19)} ${level.padEnd(5)} ${[record["msg"], ...fields].join("  ")}${tail}\n`;
}
