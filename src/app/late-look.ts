import type { Event } from "../event.ts";

/** Events that Penpot sends before their work is done, or that name none of the files that come of them (integration §4, §10.5, §10.8). */
const EARLY: ReadonlySet<string> = new Set(["import-binfile", "clone-template", "duplicate-file", "duplicate-project"]);

/** When to look after such an event, in milliseconds: small files are there by then; the timer finds what takes longer. */
const WAITS = [10_000, 60_000];

/** Runs something after so many milliseconds; what it returns calls that off. */
export type Schedule = (run: () => void, ms: number) => () => void;

const onTheClock: Schedule = (run, ms) => {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
};

/** Told of every event; looks a while after each that comes too early, and after the last of several. Stops with the signal. */
export function createLateLook(
  look: () => Promise<unknown>,
  signal: AbortSignal,
  schedule: Schedule = onTheClock,
): (event: Pick<Event, "name">) => void {
  let planned: (() => void)[] = [];
  const callOff = () => {
    for (const cancel of planned) cancel();
  };
  signal.addEventListener("abort", callOff, { once: true });
  return ({ name }) => {
    if (signal.aborted || !EARLY.has(name)) return;
    callOff();
    planned = WAITS.map((wait) => schedule(() => void look(), wait));
  };
}
