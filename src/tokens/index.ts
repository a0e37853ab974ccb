export { type TokenOptions, type TokenSetFile, type TokensDocument, toTokenSetFiles, toTokensDocument } from "./document.ts";
export { type DtcgDocument, type DtcgOptions, toDtcg, toDtcgFiles } from "./dtcg/index.ts";
export { type JsonObject, type JsonValue, printJson } from "./json.ts";
export type { TokenProblem } from "./problems.ts";
export { createResolver, type Resolution, type ResolvedToken, resolveTokens } from "./resolve.ts";
export { checkThemes, chooseThemes, setsOf, type ThemeChoice, type ThemeCombination, themeMatrix } from "./themes.ts";
export { type TokensStudioFile, toTokensStudio } from "./tokens-studio.ts";
export { type Color, parseColor, printColor, toHex } from "./values/color.ts";
export type {
  ColorValue,
  FontFamiliesValue,
  FontWeightValue,
  NumberValue,
  PlainValue,
  ShadowLayer,
  ShadowValue,
  TextValue,
  TokenValue,
  TypographyValue,
} from "./values/types.ts";
