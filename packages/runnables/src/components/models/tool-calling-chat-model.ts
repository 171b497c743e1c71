import { InvalidArgumentError } from "@rivulet/core";
import type { StandardSchema } from "../../execution/standard-schema.ts";
import type { AIMessageChunk } from "../../messages/ai-message-chunk.ts";
import type { Runnable } from "../../runnable/runnable.ts";
import { StructuredAnswerParser } from "../parsers/structured-answer-parser.ts";
import { checkTools } from "../tools/check-tools.ts";
import type { JsonSchema } from "../tools/to-json-schema.ts";
import { toToolDefinition } from "../tools/to-tool-definition.ts";
import { BaseChatModel, type ChatModelInput } from "./base-chat-model.ts";
import type { BaseChatModelCallOptions, BindToolsInput } from "./chat-model-call-options.ts";
import {
  toStructuredOutputRequest,
  type RawAndParsed,
  type StructuredOutputBinding,
  type StructuredOutputOptions,
  type StructuredOutputRequest,
} from "./structured-output.ts";
import { withAnswerParser } from "./with-answer-parser.ts";

/**
 * A chat model that can call tools: what a provider's model derives from. It finds the tools in `options.tools`, each as it was
 * bound; where `isToolLike` says so, `toToolDefinition` brings it into a form that every provider can make its own of. Its answers
 * have the calls in `tool_call_chunks`.
 *
 * Apart from {@link BaseChatModel}, since the parsing of answers in a form is a fifth of a small program.
 */
export abstract class ToolCallingChatModel<
  Options extends BaseChatModelCallOptions = BaseChatModelCallOptions,
> extends BaseChatModel<Options> {
  /**
   * The same model, told of tools that it may call: its answers have `tool_calls`, and a tool that is called with one answers
   * with a `ToolMessage`. What is given in `kwargs` (`tool_choice`, for one) goes into each call as well.
   *
   * @throws {@link InvalidArgumentError} when a tool has no name, or its schema no JSON form.
   *
   * @example
   * const answer = await model.bindTools([weather]).invoke("Is it raining in Oslo?");
   * const results = await Promise.all(answer.tool_calls.map((call) => weather.invoke(call)));
   */
  bindTools(
    tools: readonly BindToolsInput[],
    kwargs: Partial<Options> = {},
  ): Runnable<ChatModelInput, AIMessageChunk, Options> {
    checkTools(tools, "What bindTools() was given");
    return this.withConfig({ ...kwargs, tools });
  }

  /**
   * The model and a parser, that answer in the form of a schema: of zod, which checks the answer, or a JSON schema, which the
   * model alone is told. Streams the answer while it grows; its last chunk is whole, and checked.
   *
   * Fails with an `OutputParserError` when the model's answer has no such form. With `includeRaw` it does not: `parsed` is
   * `null` then, and comes in one piece.
   *
   * @throws {@link InvalidArgumentError} when the schema has no JSON form, or the model lacks the method.
   *
   * @example
   * const joke = await model.withStructuredOutput(z.object({ setup: z.string(), punchline: z.string() })).invoke("Tell one.");
   */
  withStructuredOutput<Output>(
    schema: StandardSchema<Output>,
    options: StructuredOutputOptions & { readonly includeRaw: true },
  ): Runnable<ChatModelInput, RawAndParsed<AIMessageChunk, Output>>;
  withStructuredOutput<Output>(
    schema: StandardSchema<Output>,
    options?: StructuredOutputOptions,
  ): Runnable<ChatModelInput, Output>;
  withStructuredOutput<Output = Readonly<Record<string, unknown>>>(
    schema: JsonSchema,
    options: StructuredOutputOptions & { readonly includeRaw: true },
  ): Runnable<ChatModelInput, RawAndParsed<AIMessageChunk, Output>>;
  withStructuredOutput<Output = Readonly<Record<string, unknown>>>(
    schema: JsonSchema,
    options?: StructuredOutputOptions,
  ): Runnable<ChatModelInput, Output>;
  withStructuredOutput<Output>(
    schema: StandardSchema<Output> | JsonSchema,
    options: StructuredOutputOptions = {},
  ): Runnable<ChatModelInput, never> {
    const request = toStructuredOutputRequest(schema, options);
    const binding = this._bindStructuredOutput(request);
    const includesRaw = options.includeRaw === true;
    const parser = new StructuredAnswerParser<Output>({
      schema,
      toolName: binding.method === "functionCalling" ? request.name : undefined,
      isStreamed: !includesRaw,
    });
    return withAnswerParser(this.withConfig(binding.options), parser, includesRaw);
  }

  /**
   * How the provider is asked for an answer in a form. By default by a tool that the model must call; override it where the
   * provider has a way of its own, and leave `functionCalling` to `super`.
   *
   * @throws {@link InvalidArgumentError} when the model lacks the method.
   */
  protected _bindStructuredOutput(
    request: StructuredOutputRequest,
  ): StructuredOutputBinding<Options> {
    const { name, description, schema, method = "functionCalling" } = request;
    if (method !== "functionCalling") {
      throw new InvalidArgumentError(
        `${this.constructor.name} cannot answer by the method ${method}; leave the method out, or take "functionCalling".`,
      );
    }
    const tool = { name, description, schema };
    toToolDefinition(tool);
    const options: Partial<BaseChatModelCallOptions> = { tools: [tool], tool_choice: name };
    return { method, options: options as Partial<Options> };
  }
}
