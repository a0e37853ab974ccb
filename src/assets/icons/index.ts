import { android } from "./android.ts";
import { flutter } from "./flutter.ts";
import { iconify } from "./iconify.ts";
import { ios } from "./ios.ts";
import { ts } from "./module.ts";
import type { IconOutput } from "./output.ts";
import { react } from "./react.ts";
import { sprite } from "./sprite.ts";
import { svelte } from "./svelte.ts";
import { vue } from "./vue.ts";
import { webComponents } from "./web-components.ts";

export { type Icon, type IconSource, toIcon } from "./icon.ts";
export { type Built, type IconOutput, type OutputJob, toMadeBy } from "./output.ts";
export { IconProblem } from "./parse-svg.ts";

/** All that icons can be made into. */
export const iconOutputs: readonly IconOutput[] = [
  ...[sprite, react, vue, svelte, webComponents, ts],
  ...[iconify, android, ios, flutter],
] as readonly IconOutput[];
