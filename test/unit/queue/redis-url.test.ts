import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { parseRedisUrl } from "../../../src/queue/redis.ts";

describe("the address of Redis", () => {
  it("has a port and a database of its own when it names none", () => {
    expect(parseRedisUrl("redis://cache")).toEqual({ host: "cache", port: 6379, db: 0 });
  });

  it("carries credentials, percent-encoded where they must be", () => {
    expect(parseRedisUrl("redis://me:p%40ss%2Fword@cache:7000/3")).toEqual({
      host: "cache",
      port: 7000,
      db: 3,
      username: "me",
      password: "p@ss/word",
    });
  });

  it("may have a password only", () => {
    expect(parseRedisUrl("redis://:secret@cache")).toEqual({ host: "cache", port: 6379, db: 0, password: "secret" });
  });

  it("asks for TLS with rediss and checks the certificate against the host", () => {
    expect(parseRedisUrl("rediss://cache.example.com:6380")).toMatchObject({ port: 6380, tls: { servername: "cache.example.com" } });
  });

  it("takes an IPv6 address without its brackets", () => {
    expect(parseRedisUrl("redis://[::1]:6379").host).toBe("::1");
  });

  it.each([
    ["cache:6379", "starts with cache://"],
    ["nonsense", "is no address"],
    ["http://cache", "starts with http://"],
    ["redis://", "has no host"],
    ["redis://cache/zero", 'names the database "zero"'],
    ["redis://cache/0?family=6", "after ? or #"],
  ])("refuses %s", (text, why) => {
    expect(() => parseRedisUrl(text)).toThrow(UserError);
    expect(() => parseRedisUrl(text)).toThrow(why);
  });

  it("never repeats the address in an error, for it may hold a password", () => {
    expect(() => parseRedisUrl("http://me:topsecret@cache")).toThrow(/^((?!topsecret).)*$/);
  });
});
