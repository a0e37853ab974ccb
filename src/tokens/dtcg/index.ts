export { type DtcgDocument, type DtcgOptions, toDtcg, toDtcgFiles } from "./document.ts";
