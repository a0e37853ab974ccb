import { describe, expect, it } from "vitest";
import { type ErrorClass, formatError, toErrorRecord } from "../../../src/errors.ts";
import { withReplay } from "../../support/replay-server.ts";
import { connect, rejection, repeatCall } from "./penpot-client.ts";

/** Each recorded refusal, what it is sorted into, and what its text must say. */
const CASES: [string, ErrorClass, string, RegExp][] = [
  ["error.400-missing-param", "permanent", "PENPOT_PARAMS_INVALID", /missing-key/],
  ["error.400-bad-uuid.transit", "permanent", "PENPOT_PARAMS_INVALID", /get-file/],
  ["error.400-truncated-json", "permanent", "PENPOT_PARAMS_INVALID", /end-of-file/],
  ["get-file.features-missing", "permanent", "PENPOT_REFUSED", /feature-not-supported/],
  ["update-file.unknown-change-type", "permanent", "PENPOT_PARAMS_INVALID", /update-file/],
  ["error.401", "permanent", "PENPOT_TOKEN_INVALID", /enable-access-tokens/],
  ["error.401.transit", "permanent", "PENPOT_TOKEN_INVALID", /expired, revoked/],
  ["get-teams.expired-token", "permanent", "PENPOT_TOKEN_INVALID", /get-teams/],
  ["flag-off.access-tokens.get-teams", "permanent", "PENPOT_TOKEN_INVALID", /enable-access-tokens/],
  ["x-client.missing", "permanent", "PENPOT_FORBIDDEN", /client-header-check-middleware/],
  ["error.404-no-permission", "permanent", "PENPOT_NOT_FOUND", /not a member/],
  ["error.404-no-permission.transit", "permanent", "PENPOT_NOT_FOUND", /object-not-found/],
  ["error.404-unknown-method", "permanent", "PENPOT_NOT_FOUND", /may not know the method/],
  ["delete-webhook.404", "permanent", "PENPOT_NOT_FOUND", /delete-webhook/],
  ["update-webhook.no-is-active", "permanent", "PENPOT_PARAMS_INVALID", /:is-active/],
  ["update-file.vern-conflict", "transient", "PENPOT_CONFLICT", /different version/],
  ["rate-limit.get-team-info-4", "transient", "PENPOT_BUSY", /no room/],
  ["error.500-bad-json", "transient", "PENPOT_SERVER_ERROR", /non-string key/],
  ["create-webhook.head-405", "transient", "PENPOT_SERVER_ERROR", /webhook-validation/],
  ["export-binfile.error-event", "transient", "PENPOT_SERVER_ERROR", /mutally/],
  ["get-file.truncated-json", "transient", "PENPOT_ANSWER_BROKEN", /cut short/],
];

describe("a recorded refusal", () => {
  it.each(CASES)("%s is %s %s", async (name, kind, code, text) => {
    await withReplay([name], async ({ url }) => {
      const error = await rejection(repeatCall(connect(url), name));
      expect(toErrorRecord(error)).toMatchObject({ class: kind, code });
      expect(formatError(error)).toMatch(text);
      expect(error.message.length).toBeLessThan(1200);
    });
  });

  it("429 tells how long to wait, by the server's own clock", async () => {
    await withReplay(["rate-limit.get-team-info-4"], async ({ url }) => {
      const error = await rejection(repeatCall(connect(url, { now: () => 0 }), "rate-limit.get-team-info-4"));
      // burst=1795286220 is used up; the answer's Date is 1795286171.
      expect(error.retryAfterMs).toBe(49_000);
    });
  });

  it("get-profile's 200 for a stranger is an invalid token", async () => {
    await withReplay(["get-profile.no-token"], async ({ url }) => {
      const error = await rejection(connect(url).getProfile(AbortSignal.timeout(5000)));
      expect(toErrorRecord(error)).toMatchObject({ class: "permanent", code: "PENPOT_TOKEN_INVALID" });
    });
  });
});
