import type { Delays, Deliveries } from "./deliveries.ts";
import { type Params, type Parsed, parseParams, type Spec } from "./params.ts";
import type { Profile } from "./people.ts";
import type { ReceiverRules } from "./receiver.ts";
import type { State } from "./state.ts";

/** What a method may use besides its parameters. */
export interface Call {
  readonly state: State;
  /** The caller; undefined only in methods open to anonymous visitors. */
  readonly profile: Profile | undefined;
  readonly deliveries: Deliveries;
  readonly delays: Delays;
  readonly rules: ReceiverRules;
  /** The emulator's own address, without a trailing slash. */
  readonly url: string;
  readonly ifNoneMatch: string | undefined;
  readonly signal: AbortSignal;
}

/** What a method answers: a value in the API's JSON form (undefined is 204), or one of the other two kinds. */
export interface Answer {
  value?: unknown;
  headers?: Readonly<Record<string, string>>;
  isNotModified?: boolean;
  /** Server-sent events, name and value (integration.md §7.8). */
  events?: Iterable<readonly [string, unknown]>;
  /** Announces the call to the hooks: its parameters and, over them, these props (integration.md §2.2). */
  announce?: { props?: Readonly<Record<string, unknown>>; batch?: { key: string; delayMs: number } };
}

/** One method of the RPC API. */
export interface Method {
  readonly name: string;
  readonly isAnonymous: boolean;
  run(call: Call, params: Params): Answer | Promise<Answer>;
}

interface Definition<S extends Spec> {
  name: string;
  isAnonymous?: boolean;
  params: S;
  run(call: Call, params: Parsed<S>): Answer | Promise<Answer>;
}

/** Declares a method; its parameters are checked before it runs. */
export function defineMethod<const S extends Spec>({ name, isAnonymous = false, params: spec, run }: Definition<S>): Method {
  return { name, isAnonymous, run: (call, params) => run(call, parseParams(name, spec, params)) };
}
