import { InvalidArgumentError } from "@rivulet/core";
import {
  isAIMessage,
  isHumanMessage,
  isToolMessage,
  type AIMessage,
  type BaseMessage,
  type HumanMessage,
  type ToolMessage,
} from "@rivulet/runnables";
import type {
  ChatCompletionAssistantMessageParam,
  ChatCompletionContentPart,
  ChatCompletionMessageParam,
  ChatCompletionMessageToolCall,
  ChatCompletionToolMessageParam,
  ChatCompletionUserMessageParam,
} from "openai/resources/chat/completions";
import { type InputPart, toInputParts } from "../messages/input-part.ts";
import { sentCallsOf } from "../messages/sent-calls.ts";
import { toSystemRole } from "../messages/system-role.ts";
import { compact } from "../util/compact.ts";

/**
 * A conversation in the form of Chat Completions.
 *
 * @throws {@link InvalidArgumentError} when the API cannot take a part of it.
 */
export function toChatMessages(
  messages: readonly BaseMessage[],
  model: string,
): ChatCompletionMessageParam[] {
  return messages.map((message) => {
    if (isHumanMessage(message)) return toUserMessage(message);
    if (isAIMessage(message)) return toAssistantMessage(message);
    if (isToolMessage(message)) return toToolMessage(message);
    return {
      role: toSystemRole(message, model),
      content: message.text,
      ...nameOf(message),
    };
  });
}

function toUserMessage(message: HumanMessage): ChatCompletionUserMessageParam {
  const { content } = message;
  return {
    role: "user",
    content: typeof content === "string" ? content : toInputParts(content).map(toChatPart),
    ...nameOf(message),
  };
}

// What the model thought, and calls as blocks, are not taken back here: the text and the calls are.
function toAssistantMessage(message: AIMessage): ChatCompletionAssistantMessageParam {
  const calls = toCalls(message);
  const { refusal, audio, function_call: call } = message.additional_kwargs;
  const { text } = message;
  const isElsewhere = calls.length > 0 || refusal !== undefined || audio !== undefined;
  return {
    role: "assistant",
    content: text === "" && isElsewhere ? null : text,
    ...nameOf(message),
    ...(calls.length > 0 && { tool_calls: calls }),
    ...(typeof refusal === "string" && { refusal }),
    ...compact({ audio: toAudioReference(audio), function_call: call }),
  };
}

function toCalls(message: AIMessage): ChatCompletionMessageToolCall[] {
  return sentCallsOf(message).map(({ id, name, args }) => ({
    id,
    type: "function",
    function: { name, arguments: args },
  }));
}

function toAudioReference(audio: unknown): { id: string } | undefined {
  const isAudio = typeof audio === "object" && audio !== null && "id" in audio;
  return isAudio && typeof audio.id === "string" ? { id: audio.id } : undefined;
}

function toToolMessage(message: ToolMessage): ChatCompletionToolMessageParam {
  return { role: "tool", tool_call_id: message.tool_call_id, content: toToolText(message) };
}

/** What a tool says to the model: its text, else its blocks as JSON; the API takes nothing else of a tool. */
export function toToolText({ content, text }: ToolMessage): string {
  if (typeof content === "string") return content;
  return content.every(({ type }) => type === "text") ? text : JSON.stringify(content);
}

function nameOf({ name }: BaseMessage): { name?: string } {
  return name === undefined ? {} : { name };
}

function toChatPart(part: InputPart): ChatCompletionContentPart {
  switch (part.kind) {
    case "text":
      return { type: "text", text: part.text };
    case "image":
      return {
        type: "image_url",
        image_url: {
          url: part.url ?? refusePart("an image by the id of a file"),
          ...(compact({ detail: part.detail }) as { detail?: "auto" }),
        },
      };
    case "audio":
      return {
        type: "input_audio",
        input_audio: { data: part.data, format: part.format as "wav" | "mp3" },
      };
    case "file":
      return { type: "file", file: toChatFile(part) };
    case "native":
      return part.block as unknown as ChatCompletionContentPart;
  }
}

function toChatFile({
  data,
  fileId,
  filename,
}: Extract<InputPart, { kind: "file" }>): ChatCompletionContentPart.File.File {
  if (data === undefined && fileId === undefined) refusePart("a file by its address");
  return compact({ file_data: data, file_id: fileId, filename });
}

function refusePart(what: string): never {
  throw new InvalidArgumentError(
    `Chat Completions of OpenAI cannot take ${what}; give its data, or set useResponsesApi.`,
  );
}
