import { compileGlob, findPatternMistake, toList } from "../glob.ts";

/** A name or glob, or several of which one must fit. */
export type Patterns = string | readonly string[];

/** A test for slash-separated names: equal to a pattern, or fitted by it as a glob; case counts. Patterns with a mistake fit nothing but themselves. */
export function createMatcher(patterns: Patterns): (name: string) => boolean {
  const tests = toList(patterns).map(createTest);
  return (name) => tests.some((test) => test(name));
}

/** `Icons / Arrow` as Penpot shows it, to `Icons/Arrow`. */
export function tidyPattern(pattern: string): string {
  return pattern
    .split("/")
    .map((segment) => segment.trim())
    .join("/");
}

function createTest(pattern: string): (name: string) => boolean {
  const tidy = tidyPattern(pattern);
  const glob = findPatternMistake(tidy) === undefined ? compileGlob(tidy) : undefined;
  return (name) => name === tidy || glob?.(name) === true;
}
