import { createAmbientStorage } from "#async-local-storage";
import { createAmbientStorage as createFallbackStorage } from "../../src/context/no-async-local-storage.ts";

describe("createAmbientStorage on Node", () => {
  it("carries the value across an await", async () => {
    const storage = createAmbientStorage<string>();
    const seen = await storage.run("outer", async () => {
      await Promise.resolve();
      return storage.get();
    });
    expect(seen).toBe("outer");
    expect(storage.get()).toBeUndefined();
  });

  it("can be emptied for a body", () => {
    const storage = createAmbientStorage<string>();
    const seen = storage.run("outer", () => storage.run(undefined, () => storage.get()));
    expect(seen).toBeUndefined();
  });
});

describe("createAmbientStorage without AsyncLocalStorage", () => {
  it("calls the body and carries nothing", () => {
    const storage = createFallbackStorage<string>();
    expect(storage.run("outer", () => [storage.get(), "done"])).toEqual([undefined, "done"]);
  });
});
