import { createRequire } from "node:module";
import type { CustomPlugin } from "svgo";

const require = createRequire(import.meta.url);

const LARGEST = 4 * 1_048_576;
const FORBIDDEN = new Set([
  "script",
  "foreignobject",
  "iframe",
  "object",
  "embed",
  "audio",
  "video",
  "handler",
  "listener",
  "base",
  "link",
  "meta",
]);
const EMBEDDED = /^data:image\/(?:png|jpeg|gif|webp|avif)[;,]/i;

/**
 * Why an SVG from a design must not lie in a repository, in words that follow "it": scripts, handlers, references to the outside.
 * Undefined for one that only draws. Nothing is mended: an uploaded picture is somebody's work.
 */
export function findSvgDanger(bytes: Uint8Array): string | undefined {
  if (bytes.byteLength > LARGEST) return `is larger than ${LARGEST / 1_048_576} MiB, too large to be looked through`;
  const { optimize } = require("svgo") as typeof import("svgo");
  const found: string[] = [];
  try {
    optimize(new TextDecoder().decode(bytes), { multipass: false, plugins: [createInspector((danger) => found.push(danger))] });
  } catch {
    return "is no well-formed XML";
  }
  return found[0];
}

function createInspector(report: (danger: string) => void): CustomPlugin {
  return {
    name: "inspect",
    fn: () => ({
      doctype: { enter: ({ data }) => (data.doctype.includes("[") ? report("declares entities") : undefined) },
      instruction: { enter: ({ name }) => (name === "xml" ? undefined : report("has a processing instruction")) },
      element: {
        enter({ name, attributes, children }) {
          const local = toLocal(name);
          if (FORBIDDEN.has(local)) report(`has an element <${local}>`);
          if (local === "style") for (const child of children) if ("value" in child) inspectCss(child.value, report);
          for (const [key, value] of Object.entries(attributes)) inspectAttribute(toLocal(key), value, report);
        },
      },
    }),
  };
}

function inspectAttribute(name: string, value: string, report: (danger: string) => void): void {
  const compact = value.replace(/[\p{Cc}\p{Z}]/gu, "");
  if (name.startsWith("on")) report(`has the handler ${name}`);
  else if (name === "href" || name === "src") {
    if (compact !== "" && !compact.startsWith("#") && !EMBEDDED.test(compact)) report("refers to something outside of itself");
  } else if (name === "attributename" && /^(?:.*:)?(?:href|src|on.*)$/i.test(compact)) report("animates a reference");
  else inspectCss(value, report);
}

/** Only references within the picture and embedded pictures may stand in CSS; escapes could hide others. */
function inspectCss(css: string, report: (danger: string) => void): void {
  if (/@import|javascript:|expression\(/i.test(css)) report("has CSS that loads or runs something");
  else if (/\\/.test(css) && /url|import/i.test(css.replaceAll("\\", ""))) report("has escaped CSS");
  for (const [, target = ""] of css.matchAll(/url\(\s*["']?\s*([^\s"')]*)/gi)) {
    if (!target.startsWith("#") && !EMBEDDED.test(target)) report("refers to something outside of itself");
  }
}

function toLocal(name: string): string {
  return name.slice(name.lastIndexOf(":") + 1).toLowerCase();
}
