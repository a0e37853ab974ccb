import { describe, expect, it } from "vitest";
import { findSvgDanger } from "../../../src/render/svg-danger.ts";

const svg = (inside: string, attributes = "") =>
  Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ${attributes}>${inside}</svg>`);

describe("an SVG that only draws", () => {
  it.each([
    ["shapes", '<path d="M0 0h1" fill="red"/>'],
    ["gradients and their references", '<defs><linearGradient id="a"/></defs><rect fill="url(#a)"/><use href="#a"/>'],
    ["styles", "<style>.a{fill:url(#b)}</style>"],
    ["embedded pictures", '<image href="data:image/png;base64,AAAA"/>'],
    ["an empty reference", '<a href=""><path/></a>'],
  ])("with %s is safe", (_, inside) => {
    expect(findSvgDanger(svg(inside))).toBeUndefined();
  });

  it("behind a prologue is safe", () => {
    expect(
      findSvgDanger(Buffer.from('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x.dtd"><svg/>')),
    ).toBeUndefined();
  });
});

describe("an SVG that does more", () => {
  it.each([
    ["<script>alert(1)</script>", "has an element <script>"],
    ['<svg:script xmlns:svg="http://www.w3.org/2000/svg"/>', "has an element <script>"],
    ["<SCRIPT/>", "has an element <script>"],
    ["<foreignObject/>", "has an element <foreignobject>"],
    ['<path onclick="x()"/>', "has the handler onclick"],
    ['<path ONLOAD="x()"/>', "has the handler onload"],
    ['<a href="javascript:x()"/>', "refers to something outside of itself"],
    ['<a xlink:href="java&#x09;script:x()"/>', "refers to something outside of itself"],
    ['<image href="https://evil.example/a.png"/>', "refers to something outside of itself"],
    ['<use href="other.svg#a"/>', "refers to something outside of itself"],
    ['<image href="data:image/svg+xml;base64,AAAA"/>', "refers to something outside of itself"],
    ['<path style="fill:url(http://evil.example/#a)"/>', "refers to something outside of itself"],
    ["<path fill=\"url( 'http://evil.example/#a')\"/>", "refers to something outside of itself"],
    ["<style>@import 'http://evil.example/a.css';</style>", "has CSS that loads or runs something"],
    ["<style><![CDATA[a{fill:url(//evil.example)}]]></style>", "refers to something outside of itself"],
    ["<style>a{fill:u\\72l(//evil.example)} url</style>", "has escaped CSS"],
    ['<set attributeName="href" to="#a"/>', "animates a reference"],
    ['<animate attributeName="xlink:href" values="#a"/>', "animates a reference"],
  ])("%s is refused", (inside, danger) => {
    expect(findSvgDanger(svg(inside))).toBe(danger);
  });

  it.each([
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "declares entities"],
    ['<?xml-stylesheet href="a.css"?><svg/>', "has a processing instruction"],
    ["<svg><path></svg>", "is no well-formed XML"],
  ])("%s is refused", (text, danger) => {
    expect(findSvgDanger(Buffer.from(text))).toBe(danger);
  });

  it("of many megabytes is refused unread", () => {
    expect(findSvgDanger(Buffer.alloc(5_000_000, 32))).toContain("too large");
  });
});
