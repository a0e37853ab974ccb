export { decodeTransit } from "./decode.ts";
export { encodeTransit, instant, keyword, orderedMap, type TransitValue, tagged, transitSet, uuid } from "./encode.ts";
export { toCamelKey, toKebabKey } from "./keyword.ts";
export { MAX_NESTING, measureNesting } from "./nesting.ts";
export { decodeTransitOffThread } from "./off-thread.ts";
export { segmentsToPathString } from "./path-data.ts";
