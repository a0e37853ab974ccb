import { describe, expect, it } from "vitest";
import { UserError } from "../../../src/errors.ts";
import { Event } from "../../../src/event.ts";
import { deliveryFingerprint, parseDelivery } from "../../../src/events/parse.ts";
import { TEAM, toDelivery, webhookBody, webhookCases } from "../../support/webhooks.ts";

const PROFILE = "5974007e-87d4-80ef-8008-fb1ba1e5d073";
const FILE = "5974007e-87d4-80ef-8008-fb1ba4aaa022";
const transitCases = webhookCases("transit");
const both = webhookCases("json").filter((name) => transitCases.includes(name));
const onlyOne = [...webhookCases("json"), ...transitCases].filter((name) => !both.includes(name));

function parseJson(envelope: unknown) {
  return parseDelivery(toDelivery(typeof envelope === "string" ? envelope : JSON.stringify(envelope)), "1-0");
}

function failureOf(body: string | Buffer, encoding: "json" | "transit" = "json"): UserError {
  try {
    parseDelivery(toDelivery(body, encoding), "1-0");
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error("It was read.");
}

describe("parseDelivery", () => {
  it.each(both)("gives the same event from JSON and Transit: %s", (name) => {
    const json = parseDelivery(toDelivery(webhookBody(name, "json"), "json"), "1-0");
    expect(parseDelivery(toDelivery(webhookBody(name, "transit"), "transit"), "1-0")).toEqual(json);
    expect(json).toMatchObject({ known: true, problems: [] });
  });

  it("was given every capture, save the two that came in one encoding only", () => {
    expect(both).toHaveLength(46);
    expect(onlyOne).toEqual(["move-project.away", "import-binfile.name-map"]);
  });

  it("makes the typed event of the contract", () => {
    const { event } = parseDelivery(toDelivery(webhookBody("update-file", "transit"), "transit"), "17-3");
    expect(Event.parse(event)).toEqual(event);
    expect(event).toMatchObject({
      id: "17-3",
      trigger: "penpot",
      name: "update-file",
      at: "2026-11-21T18:30:39.662Z",
      instance: "main",
      subject: { teamId: TEAM, projectId: "5974007e-87d4-80ef-8008-fb1ba475f2ae", fileId: FILE },
      actor: PROFILE,
      props: { name: "Acme Design System", teamId: TEAM },
    });
  });

  it("keeps a parameter it does not know, such as a self-test's nonce", () => {
    const { event, problems } = parseDelivery(
      toDelivery(webhookBody("update-project-pin.viewer-with-extra-param", "transit"), "transit"),
      "1",
    );
    expect(event.props["acmeNonce"]).toBe("selftest-1");
    expect(problems).toEqual([]);
  });

  it("reads an import whose names are a map, which only Transit can carry", () => {
    const { event, problems } = parseDelivery(toDelivery(webhookBody("import-binfile.name-map", "transit"), "transit"), "1");
    expect(event.props["name"]).toEqual({ "8fba2af7-d04d-8ba7-812c-e28ed7b784e8": "Named through a map" });
    expect(problems).toEqual([]);
  });

  it("reads verbose Transit", () => {
    const body = `{"~:name":"delete-file","~:props":{"~:id":"~u${FILE}","~:project-id":"~u${TEAM}"},"~:tracked-at":"~m1795285905975"}`;
    const { event, problems } = parseDelivery(toDelivery(body, "transit"), "1");
    expect(event).toMatchObject({ at: "2026-11-21T18:31:45.975Z", subject: { teamId: TEAM, projectId: TEAM, fileId: FILE } });
    expect(problems).toEqual([]);
  });

  it("gives a created file's id only where the client chose it", () => {
    expect(parseDelivery(toDelivery(webhookBody("create-file", "json")), "1").event.subject).not.toHaveProperty("fileId");
    expect(parseDelivery(toDelivery(webhookBody("create-file.client-id", "json")), "1").event.subject).toHaveProperty("fileId");
  });

  it("keeps an unknown event with what its props call its subject", () => {
    const { event, known, problems } = parseJson({ name: "paint-file", props: { fileId: FILE, colour: "red" }, profileId: PROFILE });
    expect({ known, problems }).toEqual({ known: false, problems: [] });
    expect(event).toMatchObject({ name: "paint-file", subject: { teamId: TEAM, fileId: FILE }, props: { colour: "red" } });
  });

  it.each([
    ["2.0", { id: PROFILE, name: "delete-file", profileId: PROFILE, props: { id: FILE, projectId: TEAM }, context: {} }],
    ["2.13", { id: PROFILE, name: "delete-file", profileId: PROFILE, props: { id: FILE, projectId: TEAM } }],
  ])("reads the envelope of %s, which tells no time, as of its arrival", (_release, envelope) => {
    const { event, problems } = parseJson(envelope);
    expect(event).toMatchObject({ id: "1-0", at: "2026-11-21T19:00:00.000Z", actor: PROFILE });
    expect(problems).toEqual([]);
  });

  it("takes the time of the request before that of the event", () => {
    const times = { createdAt: "2026-07-20T10:15:31Z", trackedAt: "2026-07-20T10:15:30Z" };
    expect(parseJson({ name: "x", props: {}, ...times }).event.at).toBe("2026-07-20T10:15:30.000Z");
    expect(parseJson({ name: "x", props: {}, createdAt: times.createdAt }).event.at).toBe("2026-07-20T10:15:31.000Z");
  });

  it("has no actor where nobody was signed in", () => {
    const { event, problems } = parseJson({ name: "x", props: {}, profileId: "00000000-0000-0000-0000-000000000000" });
    expect(event).not.toHaveProperty("actor");
    expect(problems).toEqual([]);
  });

  it("keeps props that do not fit and says what is wrong with them", () => {
    const { event, known, problems } = parseJson({ name: "update-project-pin", props: { id: 7, isPinned: "yes", teamId: TEAM } });
    expect(known).toBe(true);
    expect(event.props).toEqual({ id: 7, isPinned: "yes", teamId: TEAM });
    expect(event.subject).toEqual({ teamId: TEAM });
    expect(problems).toEqual([expect.stringMatching(/^props\.id: /), expect.stringMatching(/^props\.isPinned: /)]);
  });

  it.each([
    ["no props", { name: "x" }, "props: is missing"],
    ["props that are no map", { name: "x", props: [1] }, "props: is no map"],
    ["a time that is none", { name: "x", props: {}, trackedAt: "yesterday" }, "trackedAt: is no time"],
    ["a profile that is none", { name: "x", props: {}, profileId: 7 }, "profileId: is no id"],
  ])("goes on with %s", (_what, envelope, problem) => {
    expect(parseJson(envelope).problems).toEqual([problem]);
  });

  it("trusts the address about the team, not the body", () => {
    const { event, problems } = parseJson({ name: "update-project-pin", props: { id: FILE, isPinned: true, teamId: FILE } });
    expect(event.subject.teamId).toBe(TEAM);
    expect(problems).toEqual(["props.teamId: names another team than the webhook's address"]);
  });

  it("reports no more problems than a log line bears", () => {
    const ids = Array.from({ length: 1000 }, () => "no id");
    expect(parseJson({ name: "move-files", props: { ids, projectId: TEAM } }).problems).toHaveLength(20);
  });
});

describe("parseDelivery, given what Penpot does not send", () => {
  it.each([
    ["an empty body", "", "it is empty"],
    ["text", "hello", "it is not valid JSON, it is none from its beginning"],
    ["JSON cut short", '{"name":"update-file","props":{"id":"', /it is not valid JSON, it (ends too early|is broken at character 37)/],
    ["a list", "[]", "it holds an array where Penpot sends an object"],
    ["null", "null", "it holds null where Penpot sends an object"],
    ["a number", "7", "it holds a number where Penpot sends an object"],
    ["no name", '{"props":{}}', "it has no `name`"],
    ["a name that is no text", '{"name":{},"props":{}}', "it has no `name`"],
    ["an endless name", JSON.stringify({ name: "x".repeat(201) }), "longer than 200 characters"],
  ])("says that %s is unreadable, why, and what to do", (_what, body, why) => {
    const error = failureOf(body);
    expect(error.code).toBe("DELIVERY_UNREADABLE");
    expect(error.message).toMatch(why);
    expect(error.hint).toMatch(/content type/);
  });

  it.each([
    ["JSON", '{"name":"update-file"', "it is not valid JSON"],
    ["an array that is no map", '["~:name","update-file"]', "it holds an array where Penpot sends a Transit map"],
    ["a map with a key without a value", '["^ ","~:name"]', "it holds an array where Penpot sends a Transit map"],
    ["a tagged value", '{"~#set":["update-file"]}', "it holds an object where Penpot sends a Transit map"],
    ["a broken inner map", '["^ ","~:name","x","~:props",["^ ","~:id"]]', "it is not valid Transit"],
    ["no name", '["^ ","~:props",["^ "]]', "it has no `name`"],
  ])("says that Transit holding %s is unreadable", (_what, body, why) => {
    const error = failureOf(body, "transit");
    expect(error.code).toBe("DELIVERY_UNREADABLE");
    expect(error.message).toContain(why);
  });

  it("never quotes the body, which may hold personal data", () => {
    expect(failureOf('{"ownerEmail": ada@acme.example}').message).not.toContain("ada");
  });

  it.each([
    ["JSON arrays", "[".repeat(300_000), "json"],
    ["closed JSON objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`, "json"],
    ["Transit", `["^ ","~:name","x","~:props",${'["^ ","~:a",'.repeat(80_000)}1${"]".repeat(80_001)}`, "transit"],
  ] as const)("refuses endless nesting: %s", (_what, body, encoding) => {
    expect(failureOf(body, encoding).code).toBe("DELIVERY_UNREADABLE");
  });

  it.each([
    [
      "json",
      '{"name":"x","props":{"__proto__":{"polluted":1},"a":{"__proto__":{"polluted":1}},"constructor":{"prototype":{"polluted":1}}}}',
    ],
    [
      "transit",
      '["^ ","~:name","x","~:props",["^ ","__proto__",["^ ","polluted",1],"~:a",["^ ","~:__proto__",["^ ","polluted",1]],"constructor",["^ ","polluted",1]]]',
    ],
  ] as const)("is not harmed by __proto__ and constructor in %s", (encoding, body) => {
    const { event } = parseDelivery(toDelivery(body, encoding), "1");
    expect(Object.getPrototypeOf(event.props)).toBe(Object.prototype);
    expect(Object.assign({}, event.props)).not.toHaveProperty("polluted");
    expect(Object.assign({}, event.props["a"])).not.toHaveProperty("polluted");
    expect({}).not.toHaveProperty("polluted");
    expect(Object.keys(event.props)).not.toContain("__proto__");
    expect(event.props).toHaveProperty("constructor");
  });
});

describe("deliveryFingerprint", () => {
  const delivery = toDelivery(webhookBody("update-file", "json"));

  it("is the same for the same bytes, whenever they came", () => {
    expect(deliveryFingerprint({ ...delivery, body: Buffer.from(delivery.body) })).toBe(deliveryFingerprint(delivery));
    expect(deliveryFingerprint(delivery)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("differs by instance, team, content type and body", () => {
    const others = [
      { ...delivery, instance: "test" },
      { ...delivery, teamId: FILE },
      { ...delivery, contentType: "application/transit+json" as const },
      { ...delivery, body: webhookBody("update-file.copy", "json") },
    ];
    expect(new Set([delivery, ...others].map(deliveryFingerprint)).size).toBe(5);
  });

  it("tells two equal events apart by their time", () => {
    const later = Buffer.from(delivery.body.toString().replace(/"trackedAt": "[^"]+"/, '"trackedAt": "2026-11-21T20:00:00Z"'));
    expect(deliveryFingerprint({ ...delivery, body: later })).not.toBe(deliveryFingerprint(delivery));
  });
});
