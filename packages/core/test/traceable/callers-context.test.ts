import { AsyncLocalStorage } from "node:async_hooks";
import { configure, traceable } from "@rivulet/core";

const storage = new AsyncLocalStorage<string>();

function* plainly(): Generator<string | undefined> {
  for (let index = 0; index < 3; index += 1) yield storage.getStore();
}

async function* later(): AsyncGenerator<string | undefined> {
  for (let index = 0; index < 3; index += 1) yield storage.getStore();
}

afterEach(() => {
  configure({ callbacks: [] });
});

describe("a traced generator sees what is ambient where it is called, as without tracing", () => {
  const observers = [
    ["nobody", []],
    ["a listener", [{ on_event: () => undefined }]],
    ["a listener around", [{ around: <Result>(_run: unknown, next: () => Result) => next() }]],
  ] as const;

  it.each(observers)("heard by %s", async (_name, callbacks) => {
    configure({ callbacks });
    for (const generate of [plainly, later]) {
      const generator = traceable(generate as typeof later)();
      const seen: unknown[] = [];
      for (const value of ["a", "b", "c"])
        seen.push((await storage.run(value, () => generator.next())).value);
      expect(seen).toEqual(["a", "b", "c"]);
    }
  });
});
