import { defineConfig } from "vitest/config";

// .ci/run installs everything the tests can use and sets this: a skipped test is a failure there.
const failOnSkips = process.env["PENOPS_TEST_SKIPS"] === "fail";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    reporters: failOnSkips ? ["default", "./test/support/no-skips-reporter.ts"] : ["default"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: "forks",
  },
});
