/** The part of transit-js that this room uses. */
declare module "transit-js" {
  interface TaggedValue {
    tag: string;
    rep: unknown;
  }
  interface MapBuilder {
    init(node: unknown): unknown;
    add(target: unknown, key: unknown, value: unknown): unknown;
    finalize(target: unknown): unknown;
  }
  interface ArrayBuilder {
    init(node: unknown): unknown;
    add(target: unknown, value: unknown): unknown;
    finalize(target: unknown): unknown;
  }
  interface ReaderOptions {
    handlers?: Record<string, (rep: never) => unknown>;
    mapBuilder?: MapBuilder;
    arrayBuilder?: ArrayBuilder;
  }
  const transit: {
    reader(type: "json" | "json-verbose", options?: ReaderOptions): { read(text: string): unknown };
    isTaggedValue(value: unknown): value is TaggedValue;
    isInteger(value: unknown): boolean;
  };
  export = transit;
}
