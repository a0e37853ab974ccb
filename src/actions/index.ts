import type { Action } from "../action.ts";
import { exportAssets } from "./export-assets.ts";
import { exportTokens } from "./export-tokens.ts";

/** All actions a recipe can use. */
export const actions: readonly Action[] = [exportAssets, exportTokens];
