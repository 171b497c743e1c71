import type { RunEvent, RunShapes, RunType, TypedRunEvent } from "@rivulet/core";
import { hook, type RunHooks } from "@rivulet/core/debug";
import { expectType, type Same } from "../support/expect-type.ts";

hook(
  { type: "tool" },
  {
    onStart: (event) => {
      expectType<Same<typeof event.event, "on_tool_start">>(true);
    },
    onChunk: ({ data }) => {
      expectType<Same<typeof data.chunk, unknown>>(true);
    },
    around: (run, next) => {
      expectType<Same<typeof run.type, RunType>>(true);
      return next();
    },
  },
);

hook(
  { type: ["tool", "llm"], name: /x/, tags: ["a"] },
  {
    onEnd: (event) => {
      expectType<Same<typeof event.event, "on_tool_end" | "on_llm_end">>(true);
    },
  },
);

hook(
  {},
  {
    onCancel: (event) => {
      expectType<Same<typeof event.event, `on_${RunType}_cancel`>>(true);
    },
  },
);

// @ts-expect-error -- no type of run
hook({ type: "tools" }, {});
// @ts-expect-error -- no name of a hook
hook({}, { onFinish: () => undefined });

// The payloads of a package of components.
interface Shapes extends RunShapes {
  readonly tool: { readonly input: string; readonly chunk: string; readonly output: number };
}
const hooks: RunHooks<"tool", Shapes> = {
  onEnd: ({ data }) => {
    expectType<Same<typeof data.output, number>>(true);
  },
};
hook<"tool", Shapes>({ type: "tool" }, hooks);
expectType<TypedRunEvent<"tool", Shapes["tool"]> extends RunEvent ? true : false>(true);
