import type { CustomPlugin, XastElement } from "svgo";

const REFERENCE = /(url\(\s*["']?#)([^"')]+)|^(#)(.+)$/g;
const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/**
 * Calls what is referred to `a`, `b`, `c` in the order it is written, after a prefix, and takes all other ids away. SVGO's own plugin
 * counts in the order of first use and leaves gaps, so that a second run gives other ids than the first.
 */
export function shortIds(prefix: string): CustomPlugin {
  return {
    name: "shortIds",
    fn: () => {
      const elements: XastElement[] = [];
      let hasStyles = false;
      return {
        element: {
          enter(node) {
            elements.push(node);
            hasStyles ||= node.name === "style";
          },
        },
        root: {
          exit() {
            // A style sheet may speak of any id.
            if (!hasStyles) renameIds(elements, prefix);
          },
        },
      };
    },
  };
}

/** Puts a prefix before every id: SVGO's own plugin leaves ids alone that look prefixed already, and so makes two one. */
export function addPrefix(prefix: string): CustomPlugin {
  return {
    name: "addPrefix",
    fn: () => ({
      element: {
        enter(node) {
          if (node.attributes["id"] !== undefined) node.attributes["id"] = prefix + node.attributes["id"];
          changeReferences(node, (id) => prefix + id);
        },
      },
    }),
  };
}

function renameIds(elements: readonly XastElement[], prefix: string): void {
  const used = new Set<string>();
  for (const element of elements) {
    changeReferences(element, (id) => {
      used.add(id);
      return id;
    });
  }
  const names = new Map<string, string>();
  for (const { attributes } of elements) {
    const id = attributes["id"];
    if (id === undefined) continue;
    // Of two with one id the first is meant.
    if (!used.has(id) || names.has(id)) delete attributes["id"];
    else {
      const name = prefix + toLetters(names.size);
      names.set(id, name);
      attributes["id"] = name;
    }
  }
  for (const element of elements) changeReferences(element, (id) => names.get(id) ?? id);
}

function changeReferences({ attributes }: XastElement, change: (id: string) => string): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "aria-labelledby" || name === "aria-describedby") attributes[name] = value.trim().split(/\s+/).map(change).join(" ");
    else if (value.includes("url(") || name === "href" || name === "xlink:href") {
      attributes[name] = value.replace(REFERENCE, (_whole, url, inUrl, hash, inHash) =>
        url ? url + change(inUrl) : hash + change(inHash),
      );
    }
  }
}

/** `a`, `b`, … `z`, `aa`, `ab`, … */
function toLetters(index: number): string {
  const letter = LETTERS.charAt(index % LETTERS.length);
  return index < LETTERS.length ? letter : toLetters(Math.floor(index / LETTERS.length) - 1) + letter;
}
