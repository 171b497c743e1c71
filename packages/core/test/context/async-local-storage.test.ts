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

  it("calls bodies, one after the other, with what was ambient when it was captured", async () => {
    const storage = createAmbientStorage<string>();
    const enter = storage.run("captured", () => storage.capture());
    const seen = storage.run("outer", () => [
      enter(() => storage.get()),
      storage.get(),
      enter(() => storage.get()),
    ]);
    expect(seen).toEqual(["captured", "outer", "captured"]);
    const later = await enter(async () => {
      await Promise.resolve();
      return storage.get();
    });
    expect(later).toBe("captured");
    expect(() =>
      enter(() => {
        throw new Error("from the body");
      }),
    ).toThrow("from the body");
    expect(storage.get()).toBeUndefined();
  });
});

describe("createAmbientStorage without AsyncLocalStorage", () => {
  it("calls the body and carries nothing", () => {
    const storage = createFallbackStorage<string>();
    expect(storage.run("outer", () => [storage.get(), "done"])).toEqual([undefined, "done"]);
    expect(storage.capture()(() => "called")).toBe("called");
  });
});
