import { Gate } from "@rivulet/core/runtime";
import { nextTurn } from "../support/signals.ts";

describe("Gate", () => {
  it("is open until it is closed, and again when the last closer lets go", () => {
    const gate = new Gate();
    const calls: string[] = [];
    gate.whenOpen(() => {
      calls.push("open at once");
    });
    gate.close();
    gate.close();
    gate.whenOpen(() => {
      calls.push("open later");
    });
    gate.open();
    expect([gate.isClosed, calls]).toEqual([true, ["open at once"]]);
    gate.open();
    gate.close();
    gate.open();
    expect([gate.isClosed, calls]).toEqual([false, ["open at once", "open later"]]);
  });

  it("keeps those waiting who wait again because it was closed meanwhile", async () => {
    const gate = new Gate();
    const calls: string[] = [];
    gate.close();
    gate.whenOpen(() => {
      gate.close();
      gate.whenOpen(() => {
        calls.push("second");
      });
    });
    gate.open();
    expect([gate.isClosed, calls]).toEqual([true, []]);
    gate.open();
    await nextTurn();
    expect(calls).toEqual(["second"]);
  });

  it("lets go of one after the other, in order, and only while it is open", async () => {
    const gate = new Gate();
    const room = { left: 0 };
    const passed: number[] = [];
    const pass = async (index: number): Promise<void> => {
      while (gate.isClosed) await new Promise<void>((resolve) => gate.whenOpen(resolve));
      passed.push(index);
      room.left -= 1;
      if (room.left === 0) gate.close();
    };
    gate.close();
    const passing = Promise.all(Array.from({ length: 10 }, (_, index) => pass(index)));
    for (const count of [3, 1, 6]) {
      const before = passed.length;
      room.left = count;
      gate.open();
      await nextTurn();
      expect(passed).toHaveLength(before + count);
    }
    await passing;
    expect(passed).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});
