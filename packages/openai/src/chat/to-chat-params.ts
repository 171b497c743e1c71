import type {
  ChatCompletionCreateParamsBase,
  ChatCompletionStreamOptions,
} from "openai/resources/chat/completions";
import type { ChatOpenAICall } from "../chat-openai-call.ts";
import type { ChatOpenAISettings } from "../chat-openai-fields.ts";
import { isReasoningModel } from "../messages/model-kind.ts";
import { toChatTools } from "../tools/to-chat-tools.ts";
import { toChatToolChoice } from "../tools/to-tool-choice.ts";
import { compact } from "../util/compact.ts";
import { toChatMessages } from "./to-chat-messages.ts";

/** What a request of Chat Completions says, and what more it says where a stream is asked for. */
export interface ChatParams {
  readonly params: Omit<ChatCompletionCreateParamsBase, "stream">;
  readonly streamOptions: ChatCompletionStreamOptions | undefined;
}

/** Makes the request of a call: the model's settings, over them `modelKwargs`, over these the options of the call. */
export function toChatParams(call: ChatOpenAICall): ChatParams {
  const { settings, messages } = call;
  const params = {
    ...fromFields(settings),
    ...settings.fields.modelKwargs,
    ...fromOptions(call),
    messages: toChatMessages(messages, settings.model),
  };
  return {
    params: params as unknown as ChatParams["params"],
    streamOptions: toStreamOptions(call),
  };
}

function fromFields({ model, fields }: ChatOpenAISettings): Record<string, unknown> {
  // Servers that only speak the format know the old name, and models that reason the new one alone.
  const maxTokens = isReasoningModel(model) ? "max_completion_tokens" : "max_tokens";
  return compact({
    model,
    temperature: fields.temperature,
    top_p: fields.topP,
    [maxTokens]: fields.maxTokens,
    frequency_penalty: fields.frequencyPenalty,
    presence_penalty: fields.presencePenalty,
    logit_bias: fields.logitBias,
    n: fields.n,
    stop: fields.stop,
    seed: fields.seed,
    logprobs: fields.logprobs,
    top_logprobs: fields.topLogprobs,
    user: fields.user,
    reasoning_effort: fields.reasoning?.effort,
    verbosity: fields.verbosity,
    modalities: fields.modalities,
    audio: fields.audio,
    service_tier: fields.service_tier,
    prompt_cache_key: fields.promptCacheKey,
    prompt_cache_retention: fields.promptCacheRetention,
    store: fields.store,
  });
}

function fromOptions({ settings, options }: ChatOpenAICall): Record<string, unknown> {
  const { tools, strict = settings.fields.supportsStrictToolCalling } = options;
  const hasTools = tools !== undefined && tools.length > 0;
  return compact({
    stop: options.stop,
    tools: hasTools ? toChatTools(tools, strict) : undefined,
    tool_choice: hasTools ? toChatToolChoice(options.tool_choice) : undefined,
    parallel_tool_calls: hasTools ? options.parallel_tool_calls : undefined,
    seed: options.seed,
    response_format: options.response_format,
    prediction: options.prediction,
    modalities: options.modalities,
    audio: options.audio,
    service_tier: options.service_tier,
    reasoning_effort: options.reasoning?.effort,
    verbosity: options.verbosity,
    prompt_cache_key: options.promptCacheKey,
    prompt_cache_retention: options.promptCacheRetention,
  });
}

function toStreamOptions({ settings, options }: ChatOpenAICall): ChatParams["streamOptions"] {
  const { streamUsage = true } = settings.fields;
  if (!streamUsage) return options.stream_options;
  return { include_usage: true, ...options.stream_options };
}
