import { createAmbientStorage } from "../../src/context/async-local-storage.ts";

describe("createAmbientStorage", () => {
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
