import type Anthropic from "@anthropic-ai/sdk";
import { transformJSONSchema } from "@anthropic-ai/sdk/lib/transform-json-schema";
import { describeValue, InvalidArgumentError } from "@rivulet/core";
import { createIncompleteStreamError, toProviderError } from "@rivulet/provider";
import {
  BaseChatModel,
  type AIMessageChunk,
  type BaseMessage,
  type CallOptionsOf,
  type ChatResult,
  type ModelFacts,
  type ModelOptions,
  type StructuredOutputBinding,
  type StructuredOutputRequest,
} from "@rivulet/runnables";
import { createAnthropicClient, type AnthropicClient } from "./anthropic-client.ts";
import type { ChatAnthropicCallOptions, ChatAnthropicFields } from "./chat-anthropic-fields.ts";
import { toMessageRequest, type MessageRequest } from "./request/to-message-request.ts";
import { toRequestParameters } from "./request/to-request-parameters.ts";
import { MessageReader } from "./response/message-reader.ts";
import { toAIMessageChunk } from "./response/to-ai-message-chunk.ts";
import { providerOf, toModelFacts } from "./to-model-facts.ts";
