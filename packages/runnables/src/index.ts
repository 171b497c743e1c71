// Composable, streaming components: values, runnables, and what they are made of.

export type { ComponentShapes, StreamEvent } from "./events/component-shapes.ts";
export type { V1StreamEvent } from "./events/v1-event.ts";

export { InvalidInputError } from "./errors/invalid-input-error.ts";
export { NotImplementedError } from "./errors/not-implemented-error.ts";
export { OutputParserError } from "./errors/output-parser-error.ts";
export { RecursionLimitError } from "./errors/recursion-limit-error.ts";
export { ToolInputError } from "./errors/tool-input-error.ts";
export { UnknownToolError } from "./errors/unknown-tool-error.ts";

export {
  BaseMessage,
  type BaseMessageFields,
  type JsonMessage,
  type MessageFields,
} from "./messages/base-message.ts";
export { SystemMessage } from "./messages/system-message.ts";
export { HumanMessage } from "./messages/human-message.ts";
export { AIMessage, type AIMessageFields } from "./messages/ai-message.ts";
export { AIMessageChunk, type AIMessageChunkFields } from "./messages/ai-message-chunk.ts";
export {
  ToolMessage,
  type ToolMessageFields,
  type ToolMessageStatus,
} from "./messages/tool-message.ts";
export { concatChunks } from "./messages/concat-chunks.ts";
export { coerceMessage, coerceMessages } from "./messages/coerce-message.ts";
export type {
  MessageLike,
  MessageRecord,
  MessageRole,
  MessageRoleLike,
} from "./messages/message-like.ts";
// Under the name that LangChain.js has.
export type { MessageLike as BaseMessageLike } from "./messages/message-like.ts";
export { getBufferString } from "./messages/get-buffer-string.ts";
export {
  isAIMessage,
  isAIMessageChunk,
  isBaseMessage,
  isHumanMessage,
  isSystemMessage,
  isToolMessage,
} from "./messages/is-message.ts";
export type { ContentBlock, MessageContent, TextContentBlock } from "./messages/content-block.ts";
export type {
  MediaContentBlock,
  ReasoningContentBlock,
  StandardContentBlock,
  ToolCallContentBlock,
} from "./messages/standard-content-block.ts";
export type { MessageType } from "./messages/message-type.ts";
export type { InvalidToolCall, ToolCall, ToolCallChunk } from "./messages/tool-call.ts";
export type {
  InputTokenDetails,
  OutputTokenDetails,
  TokenDetails,
  UsageMetadata,
} from "./messages/usage-metadata.ts";
export {
  Document,
  isDocument,
  type DocumentInput,
  type DocumentInterface,
  type DocumentMetadata,
} from "./documents/document.ts";
export {
  isPromptValue,
  PromptValue,
  type PromptValueClassName,
} from "./prompt-values/prompt-value.ts";
export { StringPromptValue } from "./prompt-values/string-prompt-value.ts";
export { ChatPromptValue } from "./prompt-values/chat-prompt-value.ts";
export { parseTemplate, type Template, type TemplateFormat } from "./templates/parse-template.ts";

export { IncrementalJsonParser } from "./json/incremental-json-parser.ts";
export { parsePartialJson } from "./json/parse-partial-json.ts";
export { parseJsonMarkdown } from "./json/parse-json-markdown.ts";
export { diffJson } from "./json/diff-json.ts";
export { toPlainJson } from "./json/to-plain-json.ts";
export type { JsonFailure } from "./json/json-failure.ts";
export type { JsonPatchOperation } from "./json/json-patch-operation.ts";
export type { JsonObject, JsonValue } from "./json/json-value.ts";

export { RunLog, RunLogPatch } from "./log/run-log.ts";
export type { RunLogOperation } from "./log/run-log-operation.ts";
export type { LogEntry, RunState } from "./log/run-state.ts";

export type { Accumulator } from "./pipeline/accumulator.ts";
export type { Pressure, Sink, Upstream } from "./pipeline/sink.ts";
export type { Call } from "./execution/call.ts";
export type { OwnCallbacks } from "./execution/own-callbacks.ts";
export type { OutputStream } from "./execution/output-stream.ts";
export type { RunnableConfig } from "./execution/runnable-config.ts";
export type { RunnableLike } from "./execution/runnable-like.ts";
export type { SchemaIssue, SchemaResult, StandardSchema } from "./execution/standard-schema.ts";
export type { ToolCallInput, ToolInfo } from "./execution/tool-component.ts";

export type { RetryOptions } from "./primitives/retry.ts";
export type {
  FunctionResult,
  RunnableFunction,
  StreamFunction,
} from "./primitives/runnable-function.ts";

export { Runnable, type RunnableTool } from "./runnable/runnable.ts";
export type { BatchOptions } from "./runnable/batch.ts";
export type { RunListeners } from "./runnable/run-listeners.ts";
export type { FunctionOutput, MapOutput, StepLike, StepOutput } from "./runnable/runnable-types.ts";
export type {
  StreamEventFilter,
  StreamEventsOptions,
  StreamEventsVersion,
} from "./runnable/stream-events.ts";
export type { StreamLogOptions } from "./runnable/stream-log.ts";
export { RunnableSequence, type RunnableSequenceOptions } from "./runnable/runnable-sequence.ts";
export { chain, RunnableLambda, type RunnableLambdaFields } from "./runnable/runnable-lambda.ts";
export { RunnableGenerator } from "./runnable/runnable-generator.ts";
export {
  RunnableMap,
  RunnableParallel,
  type RunnableParallelFields,
} from "./runnable/runnable-parallel.ts";
export { RunnablePassthrough } from "./runnable/runnable-passthrough.ts";
export { RunnableAssign } from "./runnable/runnable-assign.ts";
export { RunnablePick } from "./runnable/runnable-pick.ts";
export { RunnableBranch, type BranchPair } from "./runnable/runnable-branch.ts";
export { RunnableEach } from "./runnable/runnable-each.ts";
export { RunnableRetry } from "./runnable/runnable-retry.ts";
export { RunnableWithFallbacks } from "./runnable/runnable-with-fallbacks.ts";

export {
  BaseChatModel,
  type BaseModelFields,
  type ChatGeneration,
  type ChatModelInput,
  type ChatResult,
} from "./components/models/base-chat-model.ts";
export { ToolCallingChatModel } from "./components/models/tool-calling-chat-model.ts";
export { BaseLLM } from "./components/models/base-llm.ts";
export type {
  BaseChatModelCallOptions,
  BindToolsInput,
  ToolChoice,
} from "./components/models/chat-model-call-options.ts";
export type { CallOptionsOf, ModelOptions } from "./components/models/model-engine.ts";
export { toModelMetadata, type ModelFacts } from "./components/models/model-facts.ts";
export { timeToFirstChunkKey } from "./components/models/with-told-metadata.ts";
export type {
  RawAndParsed,
  StructuredOutputBinding,
  StructuredOutputMethod,
  StructuredOutputOptions,
  StructuredOutputRequest,
} from "./components/models/structured-output.ts";
export { BasePromptTemplate, type PromptInput } from "./components/prompts/base-prompt-template.ts";
export {
  PromptTemplate,
  type PromptTemplateOptions,
} from "./components/prompts/prompt-template.ts";
export {
  ChatPromptTemplate,
  type ChatPromptPart,
} from "./components/prompts/chat-prompt-template.ts";
export { BaseMessagePromptTemplate } from "./components/prompts/base-message-prompt-template.ts";
export { SystemMessagePromptTemplate } from "./components/prompts/system-message-prompt-template.ts";
export { HumanMessagePromptTemplate } from "./components/prompts/human-message-prompt-template.ts";
export { AIMessagePromptTemplate } from "./components/prompts/ai-message-prompt-template.ts";
export { MessagesPlaceholder } from "./components/prompts/messages-placeholder.ts";
export { BaseOutputParser } from "./components/parsers/base-output-parser.ts";
export type { ParserInput } from "./components/parsers/parser-input.ts";
export { StringOutputParser } from "./components/parsers/string-output-parser.ts";
export {
  JsonOutputParser,
  type JsonOutputParserOptions,
} from "./components/parsers/json-output-parser.ts";
export { StructuredOutputParser } from "./components/parsers/structured-output-parser.ts";
export { tool } from "./components/tools/tool.ts";
export {
  StructuredTool,
  type ToolInput,
  type ToolOptions,
  type ToolResponseFormat,
} from "./components/tools/structured-tool.ts";
export {
  DynamicStructuredTool,
  type DynamicStructuredToolFields,
} from "./components/tools/dynamic-structured-tool.ts";
export type { ContentAndArtifact } from "./components/tools/with-artifact.ts";
export { toJsonSchema, type JsonSchema } from "./components/tools/to-json-schema.ts";
export {
  isToolLike,
  toToolDefinition,
  type ToolDefinition,
  type ToolLike,
} from "./components/tools/to-tool-definition.ts";
export { BaseRetriever, type BaseRetrieverFields } from "./components/retrievers/base-retriever.ts";
// Under the name that LangChain.js has.
export type { BaseRetrieverFields as BaseRetrieverInput } from "./components/retrievers/base-retriever.ts";
export {
  Embeddings,
  type EmbeddingsFields,
  type Vector,
} from "./components/embeddings/embeddings.ts";
export { VectorStore, type VectorStoreClass } from "./components/vector-stores/vector-store.ts";
export {
  checkDocumentCount,
  checkDocumentIds,
  toDocumentIds,
} from "./components/vector-stores/check-documents.ts";
export type {
  AddDocumentsOptions,
  MaxMarginalRelevanceSearchOptions,
  VectorStoreInterface,
} from "./components/vector-stores/vector-store-interface.ts";
export {
  VectorStoreRetriever,
  type VectorStoreRetrieverFields,
  type VectorStoreRetrieverOptions,
  type VectorStoreRetrieverSearchKwargs,
} from "./components/vector-stores/vector-store-retriever.ts";
export { MemoryVectorStore } from "./components/vector-stores/memory-vector-store.ts";
export {
  checkK,
  FlatIndex,
  type FlatIndexEntry,
  type FlatIndexSnapshot,
  type FlatSearchOptions,
  type VectorMatch,
} from "./components/vector-stores/flat-index.ts";
export {
  toDocumentPredicate,
  type DocumentFilter,
} from "./components/vector-stores/document-filter.ts";
export { maximalMarginalRelevance } from "./components/vector-stores/maximal-marginal-relevance.ts";

export { createAgent, type CreateAgentOptions } from "./agents/create-agent.ts";
export { Agent } from "./agents/agent.ts";
export type { AgentInput, AgentState } from "./agents/agent-state.ts";
export type { AgentTool } from "./agents/agent-tools.ts";
export { AgentStepLimitError } from "./agents/agent-step-limit-error.ts";
