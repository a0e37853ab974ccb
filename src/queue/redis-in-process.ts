import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import type { RedisServer } from "./redis-probe.ts";

const HOST = "127.0.0.1";

/** The npm js-redis-server on a loopback port of its own, behind a random password. It keeps nothing. */
export async function startRedisInProcess(): Promise<RedisServer> {
  // loaded only here: it brings a Lua engine that nobody else needs
  const { createRedisCommandExecutor, RedisServerState, Resp2Server } = await import("js-redis-server/core");
  const password = randomBytes(24).toString("base64url");
  const state = new RedisServerState({ databaseCount: 1, requirepass: password });
  const server = new Resp2Server({ server: state, executor: createRedisCommandExecutor() });
  // not Resp2Server.listen: that one listens on every interface
  server.server.listen(0, HOST);
  await once(server.server, "listening");
  const { port } = server.server.address() as AddressInfo;
  const sockets = new Set<Socket>();
  server.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  return {
    address: { host: HOST, port, password, db: 0 },
    async stop() {
      // it would wait for a connection that somebody forgot to close
      for (const socket of sockets) socket.destroy();
      await server.close();
    },
  };
}
