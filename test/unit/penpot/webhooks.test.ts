import { describe, expect, it } from "vitest";
import { toUri } from "../../../src/penpot/webhooks.ts";

const empty = { scheme: null, user: null, password: null, host: null, port: null, path: null, query: null, fragment: null };

describe("a webhook's address", () => {
  it.each([
    ["a string", "https://penops.example/hooks/x", "https://penops.example/hooks/x"],
    ["Penpot's object", { ...empty, scheme: "http", host: "localhost", port: "9911", path: "/hook" }, "http://localhost:9911/hook"],
    [
      "an object with a query",
      { ...empty, scheme: "https", host: "a.example", path: "/h", query: "x=1", fragment: "f" },
      "https://a.example/h?x=1#f",
    ],
    [
      "an object with credentials",
      { ...empty, scheme: "https", user: "u", password: "p", host: "a.example", path: "/" },
      "https://u:p@a.example/",
    ],
    ["an object without a path", { ...empty, scheme: "https", host: "a.example" }, "https://a.example"],
    ["a port that is a number", { ...empty, scheme: "http", host: "a", port: 80, path: "/" }, "http://a:80/"],
    ["nothing", null, ""],
  ])("comes from %s", (_, uri, expected) => expect(toUri(uri)).toBe(expected));
});
