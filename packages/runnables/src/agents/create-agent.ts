import { InvalidArgumentError, isPlainObject } from "@rivulet/core";
import { checkCount } from "@rivulet/core/runtime";
import { isRunnableLike } from "../execution/is-runnable-like.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { checkTools } from "../components/tools/check-tools.ts";
import { BaseChatModel, type ChatModelInput } from "../components/models/base-chat-model.ts";
import type { ToolCallingChatModel } from "../components/models/tool-calling-chat-model.ts";
import type { AIMessage } from "../messages/ai-message.ts";
import type { BaseMessage } from "../messages/base-message.ts";
import { isSystemMessage } from "../messages/is-message.ts";
import { SystemMessage } from "../messages/system-message.ts";
import { Agent } from "./agent.ts";
import { AgentTools, type AgentTool } from "./agent-tools.ts";

/** What an agent is made of. */
export interface CreateAgentOptions {
  /**
   * A chat model, which is told of the tools; or a runnable around one that has been told of them already, such as
   * `model.bindTools(tools).withRetry()`.
   */
  readonly model: RunnableLike<ChatModelInput, AIMessage>;
  /** What it may call. */
  readonly tools?: readonly AgentTool[];
  /** What the model is told before the conversation. It is no part of the conversation. */
  readonly systemPrompt?: string | SystemMessage;
  /** How many answers the model may give in one run. Default 25. */
  readonly maxSteps?: number;
  /** The name of its runs. Default `agent`. */
  readonly name?: string;
}

const optionNames = ["model", "tools", "systemPrompt", "maxSteps", "name"];

/**
 * Makes an agent: a model that calls tools, gets their results, and goes on until it has an answer.
 *
 * The tools of one answer run side by side, at most `maxConcurrency` of the call's config at a time. A tool that fails, that
 * is called with arguments that do not fit its schema, or that does not exist, ends its run with an error; the model is told,
 * by a `ToolMessage` with status `error`, and goes on. Fails with what the model fails with, and with an
 * `AgentStepLimitError` when the model still calls tools in its last step.
 *
 * @throws {@link InvalidArgumentError} when an option is wrong.
 *
 * @example
 * const agent = createAgent({ model, tools: [weather], systemPrompt: "Answer in one line." });
 * const { messages } = await agent.invoke({ messages: ["Is it raining in Oslo?"] });
 */
export function createAgent(options: CreateAgentOptions): Agent {
  checkAgentOptions(options);
  const { model, tools = [], systemPrompt, maxSteps = 25, name = "agent" } = options;
  const agentTools = new AgentTools(tools);
  return new Agent({
    name,
    model: bindTools(model, agentTools),
    tools: agentTools,
    system: toSystem(systemPrompt),
    maxSteps,
  });
}

function bindTools(
  model: CreateAgentOptions["model"],
  { bound }: AgentTools,
): CreateAgentOptions["model"] {
  if (bound.length === 0) return model;
  if (canBindTools(model)) return model.bindTools(bound);
  // Around any other runnable nothing is known: it may have been told. A bare model has not.
  if (model instanceof BaseChatModel) {
    throw new InvalidArgumentError(
      `${model.getName()} cannot call tools; give an agent with tools a model that has bindTools().`,
    );
  }
  return model;
}

function canBindTools(model: object): model is Pick<ToolCallingChatModel, "bindTools"> {
  return "bindTools" in model && typeof model.bindTools === "function";
}

function toSystem(prompt: string | SystemMessage | undefined): readonly BaseMessage[] {
  if (prompt === undefined) return [];
  return [typeof prompt === "string" ? new SystemMessage(prompt) : prompt];
}

function checkAgentOptions(options: CreateAgentOptions): void {
  const given: unknown = options;
  if (!isPlainObject(given) || !isRunnableLike(given["model"])) {
    throw InvalidArgumentError.of(
      "The model of an agent was",
      isPlainObject(given) ? given["model"] : given,
      "createAgent({ model, tools }) a chat model",
    );
  }
  const unknown = Object.keys(given).find((key) => !optionNames.includes(key));
  if (unknown !== undefined) {
    throw new InvalidArgumentError(
      `createAgent() has no option ${unknown}; it has ${optionNames.join(", ")}.`,
    );
  }
  checkTools(options.tools ?? [], "What createAgent() was given as tools");
  checkAgentValues(given);
}

function checkAgentValues({
  systemPrompt,
  maxSteps,
  name,
}: Readonly<Record<string, unknown>>): void {
  if (
    systemPrompt !== undefined &&
    typeof systemPrompt !== "string" &&
    !isSystemMessage(systemPrompt)
  ) {
    throw InvalidArgumentError.of(
      "The systemPrompt of an agent was",
      systemPrompt,
      "a text or a SystemMessage",
    );
  }
  if (maxSteps !== undefined) checkCount("maxSteps", maxSteps);
  if (name !== undefined && (typeof name !== "string" || name === "")) {
    throw InvalidArgumentError.of("The name of an agent was", name, "a string that is not empty");
  }
}
