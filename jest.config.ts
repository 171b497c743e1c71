/** @jest-config-loader ts-node */
import type { Config } from "jest";

// The packages are ESM only; Jest runs their sources as CommonJS, which is twice as fast.
const toCommonJs: [string, Record<string, unknown>] = [
  "@swc/jest",
  {
    // Decorators for the example with Nest alone.
    jsc: {
      target: "es2022",
      parser: { syntax: "typescript", decorators: true },
      transform: { legacyDecorator: true },
    },
    module: { type: "commonjs" },
  },
];
const esmOnlyDependencies = [
  // What log-update, cli-truncate and Fastify's inject() are made of.
  "ansi-escapes",
  "ansi-regex",
  "ansi-styles",
  "cli-cursor",
  "cli-truncate",
  "cookie",
  "environment",
  "get-east-asian-width",
  "is-fullwidth-code-point",
  "log-update",
  "mimic-function",
  "onetime",
  "restore-cursor",
  "slice-ansi",
  "string-width",
  "strip-ansi",
  "wrap-ansi",
].join("|");

const config: Config = {
  testMatch: [
    "<rootDir>/packages/*/test/**/*.test.ts",
    "<rootDir>/docs/**/*.test.ts",
    "<rootDir>/examples/*/test/**/*.test.{ts,tsx}",
  ],
  testPathIgnorePatterns: ["/node_modules/", "\\.types\\.test\\.ts$"],
  // For what hangs, and for nothing else: on a busy machine a test takes five times as long as on a quiet one. Tests that take
  // more than 20 s there have a limit of their own.
  testTimeout: 120_000,
  // A worker that has become this large behind a test file is replaced: what files leave in one process adds up, and slowed the
  // last ones down to a fourth.
  workerIdleMemoryLimit: "600MB",
  testEnvironmentOptions: { customExportConditions: ["@rivulet/source", "node", "node-addons"] },
  setupFilesAfterEnv: [
    "<rootDir>/packages/core/test/support/disable-storages.ts",
    "<rootDir>/packages/core/test/support/watch-redaction.ts",
  ],
  transform: { "\\.[jt]s$": toCommonJs },
  transformIgnorePatterns: [`/node_modules/(?!(\\.pnpm/)?(${esmOnlyDependencies})[@/])`],
  modulePathIgnorePatterns: [
    "<rootDir>/packages/.*/(build|dist)/",
    "<rootDir>/(docs|examples)/.*/dist/",
  ],
  collectCoverageFrom: [
    "<rootDir>/packages/{core,runnables,provider,openai,anthropic,testing,vectors,http}/src/**/*.ts",
  ],
  reporters: ["default", "<rootDir>/packages/workspace/summary-reporter.mjs"],
};

export default config;
