import { untilAborted } from "@rivulet/provider";

const never = new Promise<never>(() => undefined);

describe("untilAborted", () => {
  it("gives what the promise gives, and lets go of the signal", async () => {
    const { signal } = new AbortController();
    const remove = jest.spyOn(signal, "removeEventListener");
    await expect(untilAborted(Promise.resolve(1), signal)).resolves.toBe(1);
    await expect(untilAborted(Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
    expect(remove).toHaveBeenCalledTimes(2);
  });

  it("leaves a promise that does not settle with the reason of the signal", async () => {
    const controller = new AbortController();
    const waiting = untilAborted(never, controller.signal);
    controller.abort(new Error("left"));
    await expect(waiting).rejects.toThrow("left");
  });
});
