import { InvalidArgumentError } from "@rivulet/core";
import type {
  ResponseCreateParamsBase,
  ResponseFormatTextConfig,
} from "openai/resources/responses/responses";
import type { ChatOpenAICall } from "../chat-openai-call.ts";
import type {
  ChatOpenAICallOptions,
  ChatOpenAIFields,
  ChatOpenAISettings,
} from "../chat-openai-fields.ts";
import { isReasoningModel } from "../messages/model-kind.ts";
import { toResponseToolChoice, toResponseTools } from "../tools/to-response-tools.ts";
import { compact } from "../util/compact.ts";
import { toResponseInput } from "./to-response-input.ts";

/** What a request of the Responses API says. */
export type ResponseParams = Omit<ResponseCreateParamsBase, "stream">;

/**
 * Makes the request of a call: the model's settings, over them `modelKwargs`, over these the options of the call.
 *
 * @throws {@link InvalidArgumentError} when the API lacks an option.
 */
export function toResponseParams({ settings, messages, options }: ChatOpenAICall): ResponseParams {
  checkResponseOptions(settings.fields, options);
  const { model, fields } = settings;
  const params: Record<string, unknown> = {
    ...fromModelFields(settings),
    ...fields.modelKwargs,
    ...fromCallOptions(fields, options),
  };
  const isStored = params["store"] !== false;
  const input = toResponseInput(messages, { model, isStored });
  return { ...params, ...toInclude(settings, options, isStored), input };
}

/** @throws {@link InvalidArgumentError} when the Responses API lacks an option that is given. */
export function checkResponseOptions(
  fields: ChatOpenAIFields,
  { stop, seed }: Partial<Pick<ChatOpenAICallOptions, "stop" | "seed">>,
): void {
  const { n, frequencyPenalty, presencePenalty, logitBias } = fields;
  const unknown = {
    n: n === 1 ? undefined : n,
    stop: stop ?? fields.stop,
    seed: seed ?? fields.seed,
    frequencyPenalty,
    presencePenalty,
    logitBias,
  };
  const [name] = Object.keys(compact(unknown));
  if (name === undefined) return;
  throw new InvalidArgumentError(
    `The Responses API of OpenAI has no option ${name}; leave it out, or leave useResponsesApi out.`,
  );
}

function fromModelFields({ model, fields }: ChatOpenAISettings): Record<string, unknown> {
  return compact({
    model,
    temperature: fields.temperature,
    top_p: fields.topP,
    max_output_tokens: fields.maxTokens,
    top_logprobs: fields.topLogprobs,
    user: fields.user,
    service_tier: fields.service_tier,
    prompt_cache_key: fields.promptCacheKey,
    prompt_cache_retention: fields.promptCacheRetention,
    store: fields.store,
  });
}

type CallOptions = ChatOpenAICall["options"];

function fromCallOptions(fields: ChatOpenAIFields, options: CallOptions): Record<string, unknown> {
  const { tools, strict = fields.supportsStrictToolCalling } = options;
  const hasTools = tools !== undefined && tools.length > 0;
  return compact({
    tools: hasTools ? toResponseTools(tools, strict) : undefined,
    tool_choice: hasTools ? toResponseToolChoice(options.tool_choice) : undefined,
    parallel_tool_calls: hasTools ? options.parallel_tool_calls : undefined,
    reasoning: options.reasoning ?? fields.reasoning,
    text: toText(fields, options),
    service_tier: options.service_tier,
    prompt_cache_key: options.promptCacheKey,
    prompt_cache_retention: options.promptCacheRetention,
    previous_response_id: options.previous_response_id,
    truncation: options.truncation,
  });
}

function toText(fields: ChatOpenAIFields, options: CallOptions): object | undefined {
  const text = {
    ...compact({
      format: toFormat(options.response_format),
      verbosity: options.verbosity ?? fields.verbosity,
    }),
    ...options.text,
  };
  return Object.keys(text).length === 0 ? undefined : text;
}

function toFormat(
  format: ChatOpenAICallOptions["response_format"],
): ResponseFormatTextConfig | undefined {
  if (format?.type !== "json_schema") return format;
  const { name, description, schema = {}, strict } = format.json_schema;
  return {
    type: "json_schema",
    name,
    schema,
    ...compact({ description, strict }),
  };
}

function toInclude(
  { model, fields }: ChatOpenAISettings,
  { include }: CallOptions,
  isStored: boolean,
): Pick<ResponseParams, "include"> {
  const wanted = new Set(include ?? []);
  if (fields.logprobs === true) wanted.add("message.output_text.logprobs");
  if (!isStored && isReasoningModel(model)) wanted.add("reasoning.encrypted_content");
  return wanted.size === 0 ? {} : { include: [...wanted] };
}
