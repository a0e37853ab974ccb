// Express ships no types; this is what the bench uses of it.
declare module "express" {
  import type { Server } from "node:http";

  interface Response {
    status(code: number): Response;
    end(): void;
  }

  interface App {
    use(handler: unknown): void;
    post(path: string, handler: (request: { body: unknown }, response: Response) => Promise<void>): void;
    listen(port: number, host: string, listening: () => void): Server;
  }

  const express: { (): App; json(): unknown };
  export = express;
}
