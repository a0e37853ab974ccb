import { type ChildProcess, fork } from "node:child_process";

/** Runs jobs in processes of their own, so that a job which ends its process harms nobody. */
export interface ProcessPool<Job, Answer> {
  /** Rejects with a ProcessEnded error when the process ends or takes too long. */
  run(job: Job): Promise<Answer>;
}

export interface ProcessPoolOptions {
  /** A module that answers every message it gets with one. */
  file: URL;
  /** The most processes at once. */
  size: number;
  /** How long a job may take, and how long a process waits for another one, in milliseconds. */
  jobMs: number;
  idleMs: number;
}

/** The process of a job ended before it answered. */
export class ProcessEnded extends Error {
  override readonly name = "ProcessEnded";
  /** Because it took too long. */
  readonly isLate: boolean;

  constructor(isLate: boolean) {
    super("the process that drew it ended");
    this.isLate = isLate;
  }
}

interface Task<Job, Answer> {
  job: Job;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

/** Starts no process before the first job; idle ones end by themselves and hold nobody up, so there is nothing to close. */
export function createProcessPool<Job extends object, Answer>(options: ProcessPoolOptions): ProcessPool<Job, Answer> {
  const waiting: Task<Job, Answer>[] = [];
  const idle: ChildProcess[] = [];
  const timers = new Map<ChildProcess, NodeJS.Timeout>();
  let count = 0;

  function next(): void {
    while (waiting.length > 0) {
      const child = idle.pop() ?? (count < options.size ? start() : undefined);
      const task = child && waiting.shift();
      if (!task) return;
      work(child, task);
    }
  }

  function start(): ChildProcess {
    count += 1;
    // No variables: secrets among them are none of its business.
    const child = fork(options.file, { execArgv: [], env: {}, serialization: "advanced", stdio: "ignore" });
    let isGone = false;
    const onGone = (): void => {
      if (isGone) return;
      isGone = true;
      count -= 1;
      remove(idle, child);
      clearTimeout(timers.get(child));
      timers.delete(child);
      next();
    };
    child.once("exit", onGone);
    // One that could not be started has no exit.
    child.once("error", onGone);
    return child;
  }

  function work(child: ChildProcess, task: Task<Job, Answer>): void {
    clearTimeout(timers.get(child));
    hold(child, true);
    let isLate = false;
    const late = setTimeout(() => {
      isLate = true;
      child.kill("SIGKILL");
    }, options.jobMs);
    const finish = (): void => {
      clearTimeout(late);
      child.removeAllListeners("message");
      child.off("exit", onEnd);
      child.off("error", onEnd);
    };
    const onEnd = (): void => {
      finish();
      task.reject(new ProcessEnded(isLate));
    };
    child.once("exit", onEnd);
    child.once("error", onEnd);
    child.once("message", (answer) => {
      finish();
      rest(child);
      task.resolve(answer as Answer);
      next();
    });
    child.send(task.job);
  }

  function rest(child: ChildProcess): void {
    idle.push(child);
    hold(child, false);
    timers.set(child, setTimeout(() => remove(idle, child) && child.kill(), options.idleMs).unref());
  }

  return {
    run(job) {
      const { promise, resolve, reject } = Promise.withResolvers<Answer>();
      waiting.push({ job, resolve, reject });
      next();
      return promise;
    },
  };
}

/** Whether the program waits for the process before it ends. */
function hold(child: ChildProcess, isHeld: boolean): void {
  if (isHeld) child.ref();
  else child.unref();
  if (isHeld) child.channel?.ref();
  else child.channel?.unref();
}

function remove<Item>(list: Item[], item: Item): boolean {
  const index = list.indexOf(item);
  if (index >= 0) list.splice(index, 1);
  return index >= 0;
}
