import { describe, expect, it } from "vitest";
import { catalogue, eventJsonSchema, eventNames, eventSample, findEvent } from "../../../src/events/index.ts";
import { parseDelivery } from "../../../src/events/parse.ts";
import { toDelivery, webhookBody, webhookCases } from "../../support/webhooks.ts";

const captured = new Set([...webhookCases("json"), ...webhookCases("transit")].map((name) => name.split(".")[0] ?? ""));

describe("the catalogue", () => {
  it("holds the 24 events that were captured, each once", () => {
    expect([...eventNames].sort()).toEqual([...captured].sort());
    expect(eventNames).toHaveLength(24);
  });

  it("finds an event by its name and nothing else", () => {
    expect(findEvent("update-file")).toMatchObject({ name: "update-file", batchedMs: 120_000, subject: { fileId: "id" } });
    expect(findEvent("update-files")).toBeUndefined();
    expect(findEvent("constructor")).toBeUndefined();
  });

  it("batches only the two events Penpot batches", () => {
    expect(catalogue.filter((event) => event.batchedMs > 0).map((event) => event.name)).toEqual(["update-file", "update-project-pin"]);
  });

  it.each(catalogue.map((event) => [event.name, event] as const))("%s names props of its own schema as its subject", (_name, event) => {
    for (const key of Object.values(event.subject)) expect(Object.keys(event.schema.shape)).toContain(key);
  });

  it.each(webhookCases("json"))("describes every prop of the capture %s", (name) => {
    const { name: event, props } = JSON.parse(webhookBody(name, "json").toString()) as { name: string; props: Record<string, unknown> };
    const known = Object.keys(findEvent(event)?.schema.shape ?? {});
    expect(Object.keys(props).filter((key) => !known.includes(key) && key !== "acmeNonce")).toEqual([]);
  });

  it.each(catalogue.map((event) => [event.name, event] as const))("%s misses each of its required props", (_name, event) => {
    const { props } = JSON.parse(eventSample(event.name, "json").toString()) as { props: Record<string, unknown> };
    const { required = [] } = eventJsonSchema(event.name) as { required?: string[] };
    expect(required.length).toBeGreaterThan(0);
    for (const key of required) {
      const { [key]: _removed, ...rest } = props;
      expect(event.schema.safeParse(rest).error?.issues.map((issue) => issue.path[0])).toEqual([key]);
    }
  });
});

describe("eventSample", () => {
  it.each(eventNames)("%s is a captured body in both encodings", (name) => {
    for (const encoding of ["json", "transit"] as const) {
      const bodies = webhookCases(encoding).map((file) => webhookBody(file, encoding).toString());
      expect(bodies).toContain(eventSample(name, encoding).toString());
    }
  });

  it.each(eventNames)("%s gives one and the same event in both encodings, without problems", (name) => {
    const json = parseDelivery(toDelivery(eventSample(name, "json"), "json"), "1");
    expect(json.problems.filter((problem) => !problem.startsWith("props.teamId"))).toEqual([]);
    expect(parseDelivery(toDelivery(eventSample(name, "transit"), "transit"), "1")).toEqual(json);
  });
});

describe("eventJsonSchema", () => {
  it("is a schema of the props that leaves them open", () => {
    expect(eventJsonSchema("update-project-pin")).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: "update-project-pin",
      type: "object",
      properties: { isPinned: { type: "boolean" } },
      required: ["id", "teamId", "isPinned"],
      additionalProperties: {},
    });
  });
});
