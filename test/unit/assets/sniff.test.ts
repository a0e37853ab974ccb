import { describe, expect, it } from "vitest";
import { sniffFont, sniffImage } from "../../../src/assets/sniff.ts";
import { readFixtureBytes } from "../../support/read-fixture.ts";

const latin = (text: string) => Buffer.from(text, "latin1");

describe("sniffImage", () => {
  it.each([
    ["\x89PNG\r\n\x1a\n", "png"],
    ["\xff\xd8\xff\xe0", "jpeg"],
    ["GIF87a", "gif"],
    ["GIF89a", "gif"],
    ["RIFF\0\0\0\0WEBPVP8 ", "webp"],
    ["\0\0\0\x1cftypavif", "avif"],
    ['<svg xmlns="http://www.w3.org/2000/svg"/>', "svg"],
    ['\ufeff<?xml version="1.0"?>\n<!-- <html> -->\n<!DOCTYPE svg>\n<svg>', "svg"],
    ["<svg:svg/>", "svg"],
  ])("knows %j", (text, kind) => {
    expect(sniffImage(text.startsWith("\ufeff") ? Buffer.from(text) : latin(text))).toBe(kind);
  });

  it.each(["", "RIFF\0\0\0\0WAVE", "<!doctype html><svg>", "<html><svg>", "<!-- <svg>", "<svgx>", "%PDF-1.7", "{}"])(
    "knows %j for no picture",
    (text) => {
      expect(sniffImage(latin(text))).toBeUndefined();
    },
  );

  it("is quick with many comments", () => {
    expect(sniffImage(latin("<!---->".repeat(100_000)))).toBeUndefined();
  });
});

describe("sniffFont", () => {
  it("knows the recorded font", () => {
    expect(sniffFont(readFixtureBytes("penpot/acme/acme-block.ttf"))).toBe("ttf");
  });

  it.each([
    ["OTTO", "otf"],
    ["wOFF", "woff"],
    ["wOF2", "woff2"],
    ["true", "ttf"],
    ["<htm", undefined],
    ["", undefined],
  ])("%j is %s", (text, kind) => {
    expect(sniffFont(latin(text))).toBe(kind);
  });
});
