import { isRunType, runTypes } from "../../src/events/run-type.ts";

describe("isRunType", () => {
  it.each([...runTypes])("knows %s", (type) => {
    expect(isRunType(type)).toBe(true);
  });

  it.each(["Tool", "custom", "", "toString", "__proto__", null, undefined, 1, ["tool"]])(
    "refuses %p",
    (value) => {
      expect(isRunType(value)).toBe(false);
    },
  );

  it("has the contract's types in the contract's order", () => {
    expect(runTypes.join(" ")).toBe("chain chat_model llm tool retriever prompt parser embedding");
  });
});
