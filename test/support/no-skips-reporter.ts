import type { Reporter, TestCase } from "vitest/node";

/** Fails the run when a test was skipped, and names it. */
export default class NoSkipsReporter implements Reporter {
  private readonly skipped: string[] = [];

  onTestCaseResult(test: TestCase): void {
    if (test.result().state === "skipped") this.skipped.push(`${test.module.relativeModuleId}: ${test.fullName}`);
  }

  onTestRunEnd(): void {
    if (this.skipped.length === 0) return;
    process.exitCode = 1;
    process.stderr.write(`\n${this.skipped.length} tests were skipped, and none may be here:\n${this.skipped.join("\n")}\n`);
  }
}
