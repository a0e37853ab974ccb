import { readdirSync } from "node:fs";
import type { Delivery } from "../../src/delivery.ts";
import { readFixture, readFixtureBytes } from "./read-fixture.ts";

const FOLDER = "penpot/webhooks/";

/** The team of the captured deliveries. */
export const TEAM = "5974007e-87d4-80ef-8008-fb1ba341744e";

export type Encoding = "json" | "transit";

/** The captured cases (`<event>[.<case>]`) that were received in that encoding. */
export function webhookCases(encoding: Encoding): string[] {
  const end = `.${encoding}.body`;
  return readdirSync(new URL(`../fixtures/${FOLDER}`, import.meta.url))
    .filter((file) => file.endsWith(end))
    .map((file) => file.slice(0, -end.length))
    .sort();
}

/** The captured body, byte for byte. */
export function webhookBody(name: string, encoding: Encoding): Buffer {
  return Buffer.from(readFixtureBytes(`${FOLDER}${name}.${encoding}.body`));
}

/** The captured headers in the order and case they had on the wire, for another host, and another length where one is given. */
export function webhookHeaders(file: string, host: string, length?: number): string[] {
  const { headers } = JSON.parse(readFixture(`${FOLDER}${file}.headers.json`)) as { headers: [string, string][] };
  const own: Record<string, string | undefined> = { Host: host, "Content-Length": length?.toString() };
  return headers.map(([name, value]) => `${name}: ${own[name] ?? value}`);
}

/** A body as the delivery it would become. */
export function toDelivery(body: Buffer | string, encoding: Encoding = "json"): Delivery {
  const contentType = encoding === "json" ? "application/json" : "application/transit+json";
  return { instance: "main", teamId: TEAM, contentType, body: Buffer.from(body), receivedAt: Date.parse("2026-11-21T19:00:00Z") };
}
