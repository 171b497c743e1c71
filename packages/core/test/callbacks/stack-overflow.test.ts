import { runProgram } from "../support/run-program.ts";

// In a process of its own: under a test's transformed code the stack is full elsewhere.
it("tells later events after the stack was full while an event was told", async () => {
  const { stdout } = await runProgram("stack-overflow.ts");
  expect(stdout).toBe("50 overflows, then on_chain_start, on_chain_end\n");
});
