// Sends deliveries at a constant rate, whether they are answered or not; a process of its own.
import { Agent, request } from "node:http";

/** What to send: `rate` a second, for `seconds`. */
export interface SteadyLoad {
  url: string;
  body: string;
  type: string;
  rate: number;
  seconds: number;
}

/** Milliseconds at the 50th, 99th and 100th percentile. */
export interface Latency {
  p50: number;
  p99: number;
  max: number;
}

/** What came of it. `answer` counts from the moment of sending, `schedule` from the moment at which it should have been sent. */
export interface SteadyResult {
  sent: number;
  failed: number;
  answer: Latency;
  schedule: Latency;
}

async function run({ url, body, type, rate, seconds }: SteadyLoad): Promise<SteadyResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const total = rate * seconds;
  const answers: number[] = [];
  const schedules: number[] = [];
  const running: Promise<void>[] = [];
  let failed = 0;
  const start = performance.now();
  const send = (due: number) => {
    const begin = performance.now();
    return post(url, { agent, body, type }).then((status) => {
      const end = performance.now();
      answers.push(end - begin);
      schedules.push(end - due);
      if (status !== 200) failed++;
    });
  };
  while (running.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - start) * rate) / 1000));
    while (running.length < due) running.push(send(start + (running.length * 1000) / rate));
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  await Promise.all(running);
  agent.destroy();
  return { sent: total, failed, answer: summarise(answers), schedule: summarise(schedules) };
}

/** The status of the answer; 0 when there was none. */
function post(url: string, { agent, body, type }: { agent: Agent; body: string; type: string }): Promise<number> {
  return new Promise((resolve) => {
    const headers = { "content-type": type, "content-length": Buffer.byteLength(body) };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode ?? 0));
    });
    sent.on("error", () => resolve(0));
    sent.end(body);
  });
}

function summarise(values: number[]): Latency {
  values.sort((a, b) => a - b);
  const at = (share: number) => values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

process.once("message", async (load: SteadyLoad) => {
  process.send?.(await run(load));
  process.disconnect();
});
