import { describe, expect, it } from "vitest";
import { toIcon } from "../../../../src/assets/icons/icon.ts";
import { toMadeBy } from "../../../../src/assets/icons/output.ts";
import { toSvg } from "../../../../src/assets/icons/svg.ts";
import { sketchIcon } from "../../../support/icons.ts";

const read = async (inside: string, root?: string) => toSvg(await toIcon(sketchIcon("Sun", inside, root)));

describe("an SVG that becomes an icon", () => {
  it("keeps its picture and nothing else", async () => {
    const svg = await read(
      '<title>x</title><!-- y --><metadata/><g class="a" data-name="b"><path d="M0 0H9" id="unused"/></g>',
      'version="1.1"',
    );
    expect(svg).toBe('<svg xmlns="http://www.w3.org/2000/svg" width="24" height="24" viewBox="0 0 24 24"><g><path d="M0 0H9"/></g></svg>');
  });

  it("has definitions called after it, in all the ways they are referred to", async () => {
    const svg = await read(
      '<linearGradient id="x y"/><path id="p" fill="url(&quot;#x y&quot;)" style="stroke:url(#x y)"/><use xlink:href="#p" clip-path="url(#gone)"/>',
      'xmlns:xlink="http://www.w3.org/1999/xlink"',
    );
    expect(svg).toContain(
      '<linearGradient id="sun--a"/><path id="sun--b" fill="url(#sun--a)" style="stroke:url(#sun--a)"/><use href="#sun--b" clip-path="url(#sun--none)"/>',
    );
  });

  it.each([
    ["<script>alert(1)</script>", "has a script"],
    ['<svg:script xmlns:svg="http://www.w3.org/2000/svg"/>', "has the element <svg:script>, which is not allowed"],
    ["<foreignObject/>", "has the element <foreignObject>, which is not allowed"],
    ["<style>path{}</style>", "has the element <style>, which is not allowed"],
    ['<animate attributeName="href" values="javascript:alert(1)"/>', "has the element <animate>, which is not allowed"],
    ['<path onclick="alert(1)"/>', "has the handler onclick"],
    ['<path ONLOAD="alert(1)"/>', "has the handler ONLOAD"],
    ['<use href="https://evil.example/#a"/>', "refers to something outside of it"],
    ['<use href="javascript:alert(1)"/>', "refers to something outside of it"],
    ['<image href="pictures/a.png"/>', "refers to something outside of it"],
    ['<image href="data:text/html,x"/>', "refers to something outside of it"],
    ['<path fill="url(https://evil.example/a.svg#b)"/>', "refers to something outside of it"],
    ['<path style="fill:u\\72l(//evil.example)"/>', "refers to something outside of it"],
    ['<path style="cursor:image-set(&quot;//evil.example&quot; 1x)"/>', "refers to something outside of it"],
    ['<path style="behavior:x"/>', 'has the style "behavior", which is not known to be harmless'],
    ['<path formaction="x"/>', 'has the attribute "formaction", which is not known to be harmless'],
    ['<path id="a"/><path id="a"/><use href="#a"/>', 'has two definitions with the id "a"'],
    ["<g>".repeat(220) + "</g>".repeat(220), "nests deeper than 200 levels"],
    ["<path", "is no well-formed SVG"],
  ])("is refused when it holds %.60s", async (inside, message) => {
    await expect(read(inside)).rejects.toMatchObject({ name: "IconProblem", message: expect.stringContaining(message) });
  });

  it.each([
    ["<html/>", "is no SVG"],
    ["", "is no SVG"],
    ['<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1"/>', "has a document type or an instruction"],
    ['<?xml-stylesheet href="a.css"?><svg viewBox="0 0 1 1"/>', "has a document type or an instruction"],
    ["<svg/>", "has no size"],
    ['<svg width="10%" height="3"/>', "has no size"],
    ['<svg viewBox="0 0 0 24"/>', "has no size"],
  ])("is refused when it is %s", async (svg, message) => {
    await expect(toIcon({ ...sketchIcon("a", ""), svg })).rejects.toMatchObject({ message: expect.stringContaining(message) });
  });

  it("takes its size from the view box where it has no other", async () => {
    const { width, height } = await toIcon({ ...sketchIcon("a", ""), svg: '<svg viewBox="1 2 30 20"/>' });
    expect([width, height]).toEqual([30, 20]);
  });

  it("needs a name", async () => {
    await expect(toIcon({ ...sketchIcon("a", ""), name: "···" })).rejects.toThrow('has a name without a letter or digit ("···")');
  });
});

describe("the comment of generated files", () => {
  it.each([
    ["Acme", "Made by Penops from Acme. Do not edit."],
    ["a\n*/ --> <script> ?> \u202e\u2028 -- b", "Made by Penops from a / - script - b. Do not edit."],
    ["x".repeat(500), `Made by Penops from ${"x".repeat(120)}. Do not edit.`],
  ])("cannot be ended by the name %j", (name, comment) => {
    expect(toMadeBy(name)).toBe(comment);
  });
});
