import { methods } from "./methods/index.ts";
import type { Reply } from "./reply.ts";

/** The document from which clients learn the server's version (integration.md §8.8). */
export function toOpenApi(httpMethod: string, url: string): Reply {
  if (httpMethod !== "GET" && httpMethod !== "HEAD") return { status: 405, headers: {} };
  const paths = [...methods.keys()].map((name) => [name, { post: { description: "", deprecated: false, requestBody: {} } }]);
  const document = {
    openapi: "3.0.0",
    info: { version: "2.17" },
    servers: [{ url: `${url}/api/main/methods`, description: "MAIN API" }],
    paths: Object.fromEntries(paths),
    components: { schemas: {} },
  };
  return { status: 200, headers: { "Content-Type": "application/json; charset=utf-8" }, body: JSON.stringify(document) };
}
