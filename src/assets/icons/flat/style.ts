import { toAmount } from "./paint.ts";

/** What shapes inherit. Paints are as written. */
export interface Style {
  fill: string;
  fillOpacity: number;
  evenOdd: boolean;
  clipEvenOdd: boolean;
  stroke: string;
  strokeOpacity: number;
  strokeWidth: string;
  cap: string;
  join: string;
  miterLimit: string;
  dashes: string;
  color: string;
  hidden: boolean;
}

export const INITIAL: Style = {
  fill: "#000000",
  fillOpacity: 1,
  evenOdd: false,
  clipEvenOdd: false,
  stroke: "none",
  strokeOpacity: 1,
  strokeWidth: "1",
  cap: "butt",
  join: "miter",
  miterLimit: "4",
  dashes: "none",
  color: "currentColor",
  hidden: false,
};

/** The style inside an element. */
export function inheritStyle(parent: Style, own: Readonly<Record<string, string | undefined>>): Style {
  const read = (name: string, inherited: string) => (own[name] === undefined || own[name] === "inherit" ? inherited : own[name]);
  return {
    fill: read("fill", parent.fill),
    fillOpacity: toAmount(own["fill-opacity"], parent.fillOpacity),
    evenOdd: read("fill-rule", parent.evenOdd ? "evenodd" : "nonzero") === "evenodd",
    clipEvenOdd: read("clip-rule", parent.clipEvenOdd ? "evenodd" : "nonzero") === "evenodd",
    stroke: read("stroke", parent.stroke),
    strokeOpacity: toAmount(own["stroke-opacity"], parent.strokeOpacity),
    strokeWidth: read("stroke-width", parent.strokeWidth),
    cap: read("stroke-linecap", parent.cap),
    join: read("stroke-linejoin", parent.join),
    miterLimit: read("stroke-miterlimit", parent.miterLimit),
    dashes: read("stroke-dasharray", parent.dashes),
    color: read("color", parent.color),
    hidden: read("visibility", parent.hidden ? "hidden" : "visible") !== "visible",
  };
}

/** What an element has that flat shapes cannot; completes "has …". */
export function findImpossible(own: Readonly<Record<string, string | undefined>>): string[] {
  const isSet = (name: string) => own[name] !== undefined && own[name] !== "none";
  const blend = own["mix-blend-mode"];
  return [
    ...(isSet("filter") ? ["a filter, such as a shadow or blur"] : []),
    ...(isSet("mask") ? ["a mask"] : []),
    ...(["marker-start", "marker-mid", "marker-end"].some(isSet) ? ["an arrow or marker"] : []),
    ...(blend !== undefined && blend !== "normal" ? ["a blend mode"] : []),
    ...(isSet("vector-effect") ? ["a stroke that does not scale"] : []),
    ...(own["paint-order"] !== undefined && own["paint-order"] !== "normal" ? ["a stroke below its fill"] : []),
  ];
}
