import { toolCallDeltas } from "../../src/chains/tool-call-deltas.ts";

test.each([7, 100, 1_001])("%d deltas make one call with arguments that can be parsed", (count) => {
  const deltas = toolCallDeltas(count);
  expect(deltas).toHaveLength(count);
  expect(deltas.filter(({ name }) => name !== undefined)).toHaveLength(1);
  const args: unknown = JSON.parse(deltas.map((delta) => delta.args).join(""));
  expect(args).toHaveProperty("countries");
});
