import type { Action } from "../action.ts";
import { buildIcons } from "./build-icons.ts";
import { buildTokens } from "./build-tokens.ts";
import { exportAssets } from "./export-assets.ts";
import { exportFile } from "./export-file.ts";
import { exportFonts } from "./export-fonts.ts";
import { exportImages } from "./export-images.ts";
import { exportTokens } from "./export-tokens.ts";

/** All actions a recipe can use. */
export const actions: readonly Action[] = [buildIcons, buildTokens, exportAssets, exportFile, exportFonts, exportImages, exportTokens];
