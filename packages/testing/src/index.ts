// What tests of code that uses Rivulet need: components that do what they are told, recordings, the laws of a run.

export {
  ScriptedChatModel,
  type ScriptedChatModelFields,
  type ScriptedChunks,
} from "./scripted-chat-model.ts";
export { ScriptedEmbeddings, type ScriptedEmbeddingsFields } from "./scripted-embeddings.ts";
export { ScriptedLLM, type ScriptedLLMFields } from "./scripted-llm.ts";
export { ScriptedRetriever, type ScriptedRetrieverFields } from "./scripted-retriever.ts";
export type { Script, ScriptSettings } from "./script.ts";

export type { EventSource } from "./events/event-source.ts";
export { EventRecorder } from "./recording/event-recorder.ts";
export type { RecordableStream, Subscribable } from "./recording/recordable-stream.ts";
export type { RunNode, RunStatus } from "./run-tree/run-node.ts";
export { toRunTree } from "./run-tree/to-run-tree.ts";
export { renderRunTree, type RenderRunTreeOptions } from "./run-tree/render-run-tree.ts";

export { findRunLawViolations, type RunLawOptions } from "./laws/find-run-law-violations.ts";
export { runLaws, type RunLaw, type RunLawViolation } from "./laws/run-law.ts";

export { rivuletMatchers, type RivuletMatchers } from "./matchers/rivulet-matchers.ts";
export type { MatcherContext, MatcherResult, EqualityTester } from "./matchers/matcher.ts";
export type { EventListOptions, EventPattern } from "./matchers/to-have-events.ts";
export type { RunTreePattern } from "./matchers/to-match-run-tree.ts";

export {
  checkForLeaks,
  createLeakCheck,
  type LeakCheck,
  type LeakCheckOptions,
} from "./leaks/check-for-leaks.ts";
export { LeakError } from "./leaks/leak-error.ts";
export type { LeakedRun, LeakReport } from "./leaks/leak-report.ts";
export { watchForSecrets, type SecretWatch } from "./leaks/watch-for-secrets.ts";
