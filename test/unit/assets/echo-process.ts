/** A process for the tests of process pools: says who it is, ends, or never answers. */
process.on("message", ({ say, fate }: { say: string; fate?: "end" | "hang" }) => {
  if (fate === "end") process.abort();
  if (fate !== "hang") process.send?.({ say, pid: process.pid, secret: process.env["PENOPS_SECRET"] });
});
