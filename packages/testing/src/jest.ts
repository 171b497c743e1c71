// Adds the matchers to Jest's `expect`, and their types to it: for a setup file, or the top of a test.

import { InvalidArgumentError } from "@rivulet/core";
import type {} from "expect";
import { rivuletMatchers, type RivuletMatchers } from "./matchers/rivulet-matchers.ts";

// The one place in the project that merges declarations: Jest has no other way to learn of a matcher's type. Both of its
// typings are served, `@jest/globals` (the package `expect`) and `@types/jest`.
declare module "expect" {
  interface Matchers<R extends void | Promise<void>, T = unknown> extends RivuletMatchers<R> {}
}

declare global {
  namespace jest {
    interface Matchers<R, T = {}> extends RivuletMatchers<R> {}
  }
}

const { expect } = globalThis as { readonly expect?: { extend(matchers: object): void } };
if (expect === undefined) {
  throw new InvalidArgumentError(
    'There is no global expect; import "@rivulet/testing/jest" in a test or a setup file (setupFilesAfterEnv), or call expect.extend(rivuletMatchers).',
  );
}
expect.extend(rivuletMatchers);
