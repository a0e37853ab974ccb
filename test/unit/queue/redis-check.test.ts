import { describe, expect, it } from "vitest";
import { checkRedis } from "../../../src/queue/redis-probe.ts";
import { recordLog } from "../../support/queue.ts";

function warningsFor(info: string): unknown[] {
  const { log, messages } = recordLog();
  checkRedis(info, log);
  return messages();
}

describe("what is said of a Redis", () => {
  it.each(["6.2.0", "7.0.15", "8.2.1"])("is nothing when it is new enough and evicts nothing: %s", (version) => {
    expect(warningsFor(`# Server\r\nredis_version:${version}\r\nmaxmemory_policy:noeviction\r\n`)).toEqual([]);
  });

  it("is nothing for Valkey, which gives the Redis version it matches", () => {
    expect(warningsFor("redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.0\r\nmaxmemory_policy:noeviction\r\n")).toEqual([]);
  });

  it.each(["6.0.16", "5.0.7", "unreadable"])("is a warning with the remedy when it is too old: %s", (version) => {
    expect(warningsFor(`redis_version:${version}\r\n`)).toEqual([expect.stringContaining("use Redis 6.2 or newer, or Valkey")]);
  });

  it.each(["volatile-lru", "allkeys-random"])("is a warning with the remedy when it may evict: %s", (policy) => {
    expect(warningsFor(`redis_version:7.0.0\r\nmaxmemory_policy:${policy}\r\n`)).toEqual([
      expect.stringContaining("set maxmemory-policy to noeviction"),
    ]);
  });
});
