import { AsyncLocalStorage } from "node:async_hooks";

// Loaded before every test file (`jest.config.ts`). All files run in one process, each with a copy of the packages of its own, and
// so with a storage of its own. Before Node 24 a storage that was entered once costs every later promise of the process: after
// 250 files a test of 100,000 events took 87 s in the place of 14.

const entered = new Set<AsyncLocalStorage<unknown>>();
const { prototype } = AsyncLocalStorage;
const { run, enterWith } = prototype;

beforeAll(() => {
  prototype.run = function noted(this: AsyncLocalStorage<unknown>, ...given: never[]) {
    entered.add(this);
    return Reflect.apply(run, this, given) as never;
  };
  prototype.enterWith = function noted(this: AsyncLocalStorage<unknown>, ...given: never[]) {
    entered.add(this);
    Reflect.apply(enterWith, this, given);
  };
});

afterAll(() => {
  prototype.run = run;
  prototype.enterWith = enterWith;
  for (const storage of entered) storage.disable();
});
