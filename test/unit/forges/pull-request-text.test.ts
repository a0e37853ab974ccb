import { describe, expect, it } from "vitest";
import type { ChangeSet } from "../../../src/change-set.ts";
import { hasMarker, isSameText, readContent, toPullRequestText, withoutContent } from "../../../src/forges/pull-request-text.ts";

const CONTENT = { digest: "abc123", commit: "def456" };

function toText(title: string, body: string, longest = 1000) {
  const change: ChangeSet = { branch: "penops/icons", title, body, message: "", labels: [], files: [], prune: [], keep: [] };
  return toPullRequestText(change, "main", CONTENT, longest);
}

describe("the text of a pull request", () => {
  it("ends with the markers by which it is found again", () => {
    const { body, base } = toText("T", "Hello\n\n");
    expect(body).toBe("Hello\n\n<!-- penops:penops/icons -->\n<!-- penops-content:abc123-def456 -->");
    expect(base).toBe("main");
    expect([hasMarker(body, "penops/icons"), hasMarker(body, "penops/icon"), readContent(body)]).toEqual([true, false, CONTENT]);
  });

  it("is cut at a line's end to what the host takes, markers kept", () => {
    const { body } = toText("T", `Summary\n${"0123456789\n".repeat(200)}`, 500);
    expect(body.length).toBeLessThanOrEqual(500);
    expect(body).toMatch(/^Summary\n0123456789\n[\s\S]*0123456789\n\n…\n\nThis description was longer/);
    expect(readContent(body)).toEqual(CONTENT);
  });

  it("has one line of title, of bounded length and never empty", () => {
    expect(toText("a\n  b\tc ", "").title).toBe("a b c");
    expect(toText("🎨".repeat(300), "").title).toMatch(/^(?:🎨)+…$/u);
    expect([...toText("🎨".repeat(300), "").title]).toHaveLength(250);
    expect(toText(" \n", "").title).toBe("penops/icons");
  });

  it("counts the last marker only, since a design's words may look like one", () => {
    expect(readContent(toText("T", "<!-- penops-content:fff-fff -->").body)).toEqual(CONTENT);
  });

  it("loses what it proposed, not its marker, when it is withdrawn", () => {
    const body = withoutContent(toText("T", "Hello").body);
    expect(body).toBe("Hello\n\n<!-- penops:penops/icons -->");
    expect(readContent(body)).toBeUndefined();
  });

  it("is the same with other line ends and margins", () => {
    expect(isSameText("a\r\nb\r\n", "a\nb")).toBe(true);
    expect(isSameText("a b", "a  b")).toBe(false);
  });
});
