import { createSecrets } from "../../src/config/secrets.ts";
import { createLogger, type Logger } from "../../src/log.ts";

/** A logger that prints nothing. */
export function createSilentLog(): Logger {
  return createLogger({ level: "silent", format: "json", secrets: createSecrets(), write: () => {} });
}

/** A logger whose lines end up in `lines`. */
export function createRecordingLog(level = "debug"): { log: Logger; lines: Record<string, unknown>[] } {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
  return { log: createLogger({ level, format: "json", secrets: createSecrets(), write }), lines };
}
