export { ScriptedChatModel, type ScriptedChatModelFields } from "./scripted-chat-model.ts";
export { ScriptedLLM, type ScriptedLLMFields } from "./scripted-llm.ts";
export { ScriptedRetriever, type ScriptedRetrieverFields } from "./scripted-retriever.ts";
export type { Script } from "./script.ts";
