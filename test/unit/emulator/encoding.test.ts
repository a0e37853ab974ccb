import { describe, expect, test } from "vitest";
import { parseBody, parseParams, parseQuery, text, textSet, uuid } from "../../../src/emulator/params.ts";
import { toPathBytes } from "../../../src/emulator/path-data.ts";
import { printJson, toJsonValue, toTransitValue, twoForms } from "../../../src/emulator/value.ts";
import { decodeTransit, encodeTransit } from "../../../src/transit/index.ts";

const ID = "5974007e-87d4-80ef-8008-fb1ba4aaa022";

test("JSON is pure ASCII with escaped slashes", () => {
  expect(printJson({ name: "ü – 🎨 / x" })).toBe('{"name":"\\u00fc \\u2013 \\ud83c\\udfa8 \\/ x"}');
});

test("a value of two forms shows each where it is asked for", () => {
  const value = { uri: twoForms({ toJson: () => ({ host: "a" }), toTransit: () => "http://a" }) };
  expect(toJsonValue(value)).toEqual({ uri: { host: "a" } });
  expect(decodeTransit(encodeTransit(toTransitValue(value)))).toEqual({ uri: "http://a" });
});

describe("parameters", () => {
  test.each(['{"teamId":1}', '{"team-id":1}', '{"team_id":1}'])("keys of JSON may be written as in %s", (body) => {
    expect(parseBody("application/json; charset=utf-8", body)).toEqual({ teamId: 1 });
  });

  test("keys of JSON are converted at every depth, except those with a slash", () => {
    expect(parseBody("application/json", '{"a-b":[{"c-d":1}],"shared/my-data":2}')).toEqual({ aB: [{ cD: 1 }], "shared/my-data": 2 });
  });

  test("a Transit body is read", () => {
    const body = encodeTransit(toTransitValue({ fileId: ID, isShared: true }));
    expect(parseBody("application/transit+json", body)).toEqual({ fileId: ID, isShared: true });
  });

  test("a body without a known content type is not looked at", () => {
    expect(parseBody("", '{"id":1}')).toEqual({});
  });

  test("query strings know only kebab-case, and repeated keys are a list", () => {
    expect(parseQuery(new URLSearchParams("team-id=1&fileId=2&ids=3&ids=4&_fmt=json"))).toEqual({
      teamId: "1",
      ids: ["3", "4"],
      fmt: "json",
    });
  });

  test("a set may be one string", () => {
    expect(parseParams("m", { features: textSet }, { features: "a/b, c d" })).toEqual({ features: ["a/b", "c", "d"] });
  });

  test("a refusal explains every wrong parameter", () => {
    const parse = (): unknown => parseParams("m", { id: uuid, name: text(1, 3) }, { id: "nope" });
    expect(parse).toThrowError(expect.objectContaining({ status: 400, body: expect.objectContaining({ code: "params-validation" }) }));
    try {
      parse();
    } catch (error) {
      const { explain } = (error as { body: { explain: string } }).body;
      expect(explain).toContain(':schema :app.common.schema/uuid, :value "nope"');
      expect(explain).toContain(":type :malli.core/missing-key");
    }
  });
});

describe("path content", () => {
  const path = "M196.0,364.5C196.0,368.75,194.0,372.0,190.0,372.0L1.220703125E-4,2.0Z";

  test("a string comes back as it was", () => {
    const shape = { id: ID, type: "path", content: path };
    const decoded = decodeTransit(encodeTransit(toTransitValue({ objects: { [ID]: shape } })));
    expect(decoded).toEqual({ objects: { [ID]: shape } });
  });

  test("the segments of older archives give the same bytes", () => {
    const segments = [
      { command: "move-to", params: { x: 196, y: 364.5 } },
      { command: "curve-to", params: { c1x: 196, c1y: 368.75, c2x: 194, c2y: 372, x: 190, y: 372 } },
      { command: "line-to", params: { x: 2 ** -13, y: 2 } },
      { command: "close-path", params: {} },
    ];
    expect(toPathBytes(segments)).toEqual(toPathBytes(path));
  });
});
