/** What an expression computes with. */
export type Scalar = number | boolean;

/** Functions that may stand before their operand without parentheses, as expr-eval has them. */
export const PREFIX_FUNCTIONS: ReadonlyMap<string, (value: number) => Scalar> = new Map<string, (value: number) => Scalar>([
  ["sin", Math.sin],
  ["cos", Math.cos],
  ["tan", Math.tan],
  ["asin", Math.asin],
  ["acos", Math.acos],
  ["atan", Math.atan],
  ["sinh", Math.sinh],
  ["cosh", Math.cosh],
  ["tanh", Math.tanh],
  ["asinh", Math.asinh],
  ["acosh", Math.acosh],
  ["atanh", Math.atanh],
  ["sqrt", Math.sqrt],
  ["cbrt", Math.cbrt],
  ["log", Math.log],
  ["ln", Math.log],
  ["log2", Math.log2],
  ["lg", Math.log10],
  ["log10", Math.log10],
  ["expm1", Math.expm1],
  ["log1p", Math.log1p],
  ["abs", Math.abs],
  ["ceil", Math.ceil],
  ["floor", Math.floor],
  ["round", Math.round],
  ["trunc", Math.trunc],
  ["exp", Math.exp],
  ["sign", Math.sign],
  ["not", (value) => !value],
]);

/** Functions that need parentheses. `random` is left out: a value must be the same each time. */
export const FUNCTIONS: ReadonlyMap<string, (...values: number[]) => number> = new Map<string, (...values: number[]) => number>([
  ["min", Math.min],
  ["max", Math.max],
  ["hypot", Math.hypot],
  ["pyt", Math.hypot],
  ["pow", (base = Number.NaN, power = Number.NaN) => base ** power],
  ["atan2", (y = Number.NaN, x = Number.NaN) => Math.atan2(y, x)],
  ["if", (test = 0, yes = Number.NaN, no = Number.NaN) => (test ? yes : no)],
  ["fac", (value = Number.NaN) => factorial(value)],
  ["roundTo", roundTo],
]);

export const CONSTANTS: ReadonlyMap<string, Scalar> = new Map<string, Scalar>([
  ["E", Math.E],
  ["PI", Math.PI],
  ["true", true],
  ["false", false],
]);

/** Factorial of a whole number; NaN for any other. */
export function factorial(value: number): number {
  if (!Number.isInteger(value) || value < 0) return Number.NaN;
  if (value > 170) return Number.POSITIVE_INFINITY;
  let product = 1;
  for (let factor = 2; factor <= value; factor++) product *= factor;
  return product;
}

/** Rounds to decimals by moving the point in the written number, so that 1.005 becomes 1.01. */
function roundTo(value = Number.NaN, decimals = 0): number {
  if (decimals === 0) return Math.round(value);
  if (Number.isNaN(value) || !Number.isInteger(decimals)) return Number.NaN;
  return shift(Math.round(shift(value, decimals)), -decimals);
}

function shift(value: number, places: number): number {
  const [digits = "", exponent = "0"] = value.toString().split("e");
  return Number(`${digits}e${Number(exponent) + places}`);
}
