import { InvalidArgumentError, type RunManager } from "@rivulet/core";
import { ChunkAccumulator } from "@rivulet/core/runtime";
import { deliver, type FunctionComponent } from "../../execution/function-stage.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import {
  argsOf,
  checkInput,
  createToolComponent,
  isToolCall,
  toToolMessage,
  type ToolFields,
} from "../../execution/tool-component.ts";
import { isValues, type Values } from "../../execution/values.ts";
import { ToolMessage } from "../../messages/tool-message.ts";

/** What a tool with the response format `content_and_artifact` returns: what the model shall see, and the whole of it. */
export type ContentAndArtifact<Content = unknown> = readonly [content: Content, artifact: unknown];

/**
 * The component of a tool whose function gives a pair: the first is its output, and the content of the message that answers a
 * tool call; the second is that message's `artifact`. What a generator yields adds up to the pair, and is not told: parts of a
 * pair are no parts of the output.
 */
export function withArtifact<Input, Output>(fields: ToolFields): FunctionComponent<Input, Output> {
  const { name } = fields;
  const func = fields.func as (args: unknown, config: RunnableConfig) => unknown;
  return {
    ...createToolComponent<Input, Output>(fields),
    body: async (input, config, run) => {
      const args = await checkInput(fields, argsOf(input));
      const given = await func(args, config);
      const result = await (isValues(given) ? sumOf(run, given) : deliver(run, args, given));
      if (result instanceof ToolMessage) return result;
      const [content, artifact] = checkPair(result, name);
      if (!isToolCall(input)) return content;
      const message = toToolMessage(content, input, name);
      return new ToolMessage({ ...message, artifact });
    },
  };
}

async function sumOf(run: RunManager, values: Values<unknown>): Promise<unknown> {
  const total = new ChunkAccumulator<unknown>();
  for await (const value of values) {
    if (run.scope.isCancelled) break;
    total.add(value);
  }
  return total.value;
}

function checkPair(result: unknown, name: string): ContentAndArtifact {
  if (Array.isArray(result) && result.length === 2) return [result[0], result[1]];
  throw InvalidArgumentError.of(
    `The tool ${name}, whose response format is content_and_artifact, gave`,
    result,
    "a list of the content and the artifact",
  );
}
