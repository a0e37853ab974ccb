/** Bytes that cost much to make, kept from run to run. Keys say all that the bytes depend on; losing the cache loses nothing but time. */
export interface Cache {
  get(key: string): Uint8Array | undefined;
  set(key: string, value: Uint8Array): void;
}
