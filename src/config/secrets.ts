/** The secret values of this process, so that nothing printed can carry one. */
export interface Secrets {
  /** Remembers a value (and its URL-encoded form); short values are ignored, they would mask ordinary text. */
  add(value: string | undefined): void;
  /** The text with every known secret replaced by `***`. */
  redact(text: string): string;
}

const SHORTEST = 6;

/** Creates an empty registry. */
export function createSecrets(): Secrets {
  const values = new Set<string>();
  return {
    add(value) {
      if (value === undefined || value.length < SHORTEST) return;
      for (const form of [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1), Buffer.from(value).toString("base64")])
        values.add(form);
    },
    redact(text) {
      let clean = text;
      for (const value of [...values].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(value, "***");
      return clean;
    },
  };
}
