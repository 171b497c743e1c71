import { RivuletError } from "@rivulet/core";
import {
  ChatPromptTemplate,
  JsonOutputParser,
  RunnableLambda,
  RunnablePick,
  StringOutputParser,
  tool,
  type Runnable,
} from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";
import { collect } from "../support/collect.ts";
import { failureOf } from "../support/record.ts";
import { z } from "zod";

const kinds: readonly (readonly [string, Runnable<never, unknown>, unknown])[] = [
  ["a parser", new StringOutputParser(), 5],
  ["a JSON parser", new JsonOutputParser(), "no JSON"],
  ["a model", new ScriptedChatModel({ chunks: ["a"] }), 5],
  ["a prompt", ChatPromptTemplate.fromTemplate("{topic}"), {}],
  ["a map over items", RunnableLambda.from((item: number) => item).map(), 5],
  ["a pick", new RunnablePick("a"), 5],
  ["a tool", tool((word: string) => word, { name: "echo", schema: z.string() }), 5],
];

it.each(kinds)("an error of %s says which run failed", async (_kind, component, input) => {
  const chain = RunnableLambda.from((given: never) => given).pipe(component);
  const consumers = [
    (config: object): Promise<unknown> => chain.invoke(input as never, config),
    (config: object): Promise<unknown> => collect(chain.stream(input as never, config)),
  ];
  for (const consume of consumers) {
    const failed: { readonly run_id: string; readonly name: string }[] = [];
    const handler = {
      on_event: (event: { event: string; run_id: string; name: string }): void => {
        if (event.event.endsWith("_error")) failed.push(event);
      },
    };

    const error = await failureOf(() => consume({ callbacks: [handler] }));

    expect(error).toBeInstanceOf(RivuletError);
    expect(error).toMatchObject({ run_id: failed[0]?.run_id, run_name: failed[0]?.name });
    expect(failed[0]?.run_id).toBeDefined();
  }
});
