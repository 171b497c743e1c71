import { Gate } from "@rivulet/core";

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

  it("keeps those waiting who wait again because it was closed meanwhile", () => {
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
    expect(calls).toEqual(["second"]);
  });
});
