import type { LoadedConfig } from "../config/load-config.ts";
import { createLogger, type Logger } from "../log.ts";
import type { Io } from "./io.ts";

/** The log of a command on standard error; says what the configuration holds in vain. */
export function openLog(io: Io, { config, secrets, warnings }: LoadedConfig, level: string = config.log.level): Logger {
  const format = config.log.format === "auto" ? (io.isTerminal ? "text" : "json") : config.log.format;
  const log = createLogger({ level, format, secrets, write: io.err });
  for (const { message, hint } of warnings) log.warn(hint ? `${message} ${hint}` : message);
  return log;
}
