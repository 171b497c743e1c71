import { OutputParserError } from "../../errors/output-parser-error.ts";
import { parseJsonMarkdown } from "../../json/parse-json-markdown.ts";
import type { AIMessage } from "../../messages/ai-message.ts";
import type { ContentBlock } from "../../messages/content-block.ts";
import { isAIMessage } from "../../messages/is-message.ts";
import { textOf, type ParserInput } from "./parser-input.ts";

/** Where an answer is. */
export interface AnswerPlace {
  readonly parserName: string;
  /** The tool in whose arguments it is; absent when it is in the text. */
  readonly toolName: string | undefined;
}

/** A structured answer, still to be checked, and the text that it was read from. */
export interface StructuredAnswer {
  readonly value: unknown;
  readonly text: string;
}

/**
 * Reads the structured answer out of a whole message.
 *
 * @throws {@link OutputParserError} when it has none, or only a part of one.
 */
export function readAnswer(message: ParserInput, place: AnswerPlace): StructuredAnswer {
  const { parserName, toolName } = place;
  const text = textOf(message, parserName);
  const answer = isAIMessage(message) ? message : undefined;
  if (toolName !== undefined && answer !== undefined) return readCall(answer, text, place);
  const value = parseJsonMarkdown(text);
  if (value !== undefined) return { value, text };
  const refusal = refusalOf(answer);
  throw new OutputParserError(
    refusal === undefined
      ? `${parserName} found no complete JSON in the model's answer; see \`text\`, and whether \`maxTokens\` cut it off.`
      : `${parserName} found no JSON, because the model refused: ${refusal}`,
    { text },
  );
}

function readCall(
  message: AIMessage,
  text: string,
  { parserName, toolName }: AnswerPlace,
): StructuredAnswer {
  const call = message.tool_calls.find(({ name }) => name === toolName);
  if (call !== undefined) return { value: call.args, text: JSON.stringify(call.args) };
  const broken = message.invalid_tool_calls.find(({ name }) => name === toolName);
  throw new OutputParserError(
    broken === undefined
      ? `${parserName} found no call of ${String(toolName)} in the model's answer; tell the model to call it, or see \`text\`.`
      : `${parserName} found a call of ${String(toolName)} whose arguments are no complete JSON; see \`text\`, and whether \`maxTokens\` cut it off.`,
    { text: broken?.args ?? text },
  );
}

// OpenAI has it beside the content, or as a block of its own.
function refusalOf(message: AIMessage | undefined): string | undefined {
  if (message === undefined) return undefined;
  const { additional_kwargs: kwargs, content } = message;
  const block = typeof content === "string" ? undefined : content.find(isRefusal);
  const refusal = block?.["refusal"] ?? kwargs["refusal"];
  return typeof refusal === "string" && refusal !== "" ? refusal : undefined;
}

function isRefusal({ type }: ContentBlock): boolean {
  return type === "refusal";
}
