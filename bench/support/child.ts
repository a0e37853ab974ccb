/** What a measured server tells about itself. */
export interface Usage {
  cpu: NodeJS.CpuUsage;
  /** Resident memory in bytes. */
  rss: number;
}

/** The part every measured server process shares: says its port, answers questions about its usage, ends with its parent. */
export function report(port: number): void {
  process.on("message", () => process.send?.({ cpu: process.cpuUsage(), rss: process.memoryUsage.rss() } satisfies Usage));
  process.on("disconnect", () => process.exit());
  process.send?.({ port });
}

/** The port of the Redis the bench started. */
export function redisPort(): number {
  return Number(process.argv[2]);
}
