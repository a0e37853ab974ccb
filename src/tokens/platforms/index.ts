import { android } from "./android.ts";
import { compose } from "./compose.ts";
import { css } from "./css.ts";
import { json } from "./data.ts";
import { flutter } from "./flutter.ts";
import { ios } from "./ios.ts";
import { js, ts } from "./modules.ts";
import type { TokenOutput } from "./output.ts";
import { less, scss } from "./sheets.ts";
import { styleDictionary } from "./style-dictionary.ts";
import { tailwind } from "./tailwind.ts";
import { tailwindConfig } from "./tailwind-config.ts";

export { type BuiltTokens, type ThemeTokens, type TokenJob, type TokenOutput, toOneThemeError } from "./output.ts";

/** All that tokens can be made into. */
export const tokenOutputs: readonly TokenOutput[] = [
  ...[css, scss, less, ts, js, json, tailwind, tailwindConfig],
  ...[android, compose, ios, flutter, styleDictionary],
] as unknown as readonly TokenOutput[];
