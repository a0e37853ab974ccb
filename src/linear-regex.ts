import { RE2JS, RE2JSException } from "re2js";

/** A regular expression whose matching time grows with the text only: RE2, as CEL's `matches` wants it. */
export interface LinearRegex {
  /** Steps of the machine; time is `size × text length` at worst. */
  readonly size: number;
  /** Whether the expression matches anywhere in the text. */
  test(text: string): boolean;
}

const MAX_PATTERN = 500;
const MAX_SIZE = 2000;

/** Compiles RE2 syntax; throws an Error in words for what RE2 does not know, look-arounds and back-references included. */
export function compileRegex(pattern: string): LinearRegex {
  if (pattern.length > MAX_PATTERN) throw new Error(`is longer than ${MAX_PATTERN} characters`);
  const regex = compile(pattern);
  const size = regex.programSize();
  if (size > MAX_SIZE) throw new Error("is too large");
  return { size, test: (text) => regex.matcher(text).find() };
}

function compile(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    if (error instanceof RE2JSException)
      throw new Error(`is not RE2 syntax (${error.message.replace(/^error parsing regexp: /, "")})`, { cause: error });
    throw error;
  }
}
