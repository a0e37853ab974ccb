export type { Health, ServerOptions, Timeouts } from "./options.ts";
export { createServer, type PenopsServer } from "./server.ts";
