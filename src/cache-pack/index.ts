export { openPackCache, type PackCache, type PackCacheOptions } from "./pack-cache.ts";
