export { type TokenOptions, type TokenSetFile, type TokensDocument, toTokenSetFiles, toTokensDocument } from "./document.ts";
export { type JsonObject, type JsonValue, printJson } from "./json.ts";
