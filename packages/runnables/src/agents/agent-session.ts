import type { RunManager } from "@rivulet/core";
import type { ChatModelInput } from "../components/models/base-chat-model.ts";
import { InvalidInputError } from "../errors/invalid-input-error.ts";
import { childCall } from "../execution/call.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { AIMessage } from "../messages/ai-message.ts";
import type { BaseMessage } from "../messages/base-message.ts";
import { isAIMessage, isAIMessageChunk } from "../messages/is-message.ts";
import { AgentStepLimitError } from "./agent-step-limit-error.ts";
import type { AgentState } from "./agent-state.ts";
import type { AgentTools } from "./agent-tools.ts";
import { requestedCallsOf } from "./requested-calls.ts";

/** What an agent is made of. */
export interface AgentParts {
  readonly name: string;
  /** The model, told of the tools. */
  readonly model: RunnableLike<ChatModelInput, AIMessage>;
  readonly tools: AgentTools;
  /** What stands before the conversation, to the model alone. */
  readonly system: readonly BaseMessage[];
  /** How many answers the model may give. */
  readonly maxSteps: number;
}

/** One run of an agent: the loop from the model to its tools and back. */
export class AgentSession {
  readonly #parts: AgentParts;
  readonly #run: RunManager;
  readonly #messages: BaseMessage[];

  constructor(parts: AgentParts, run: RunManager, messages: readonly BaseMessage[]) {
    this.#parts = parts;
    this.#run = run;
    this.#messages = [...messages];
  }

  /** The conversation so far. */
  get state(): AgentState {
    return { messages: [...this.#messages] };
  }

  /**
   * Goes through the steps, and gives what each adds to the conversation: the model's answer, then the results of the tools.
   * Ends with an answer that calls no tool.
   *
   * Throws what the model fails with, {@link AgentStepLimitError} when it goes on calling tools, and the reason when the run
   * is cancelled.
   */
  async *steps(): AsyncGenerator<AgentState, undefined> {
    const { maxSteps, tools } = this.#parts;
    for (let step = 1; ; step += 1) {
      const tag = `agent:step:${String(step)}`;
      const answer = toAnswer(await this.#ask(tag));
      yield this.#add([toWholeMessage(answer)]);
      const calls = requestedCallsOf(answer);
      if (calls.length === 0) return undefined;
      if (step === maxSteps) throw this.#stepLimit();
      yield this.#add(await tools.callAll(calls, this.#run, tag));
    }
  }

  #ask(tag: string): unknown {
    const { scope } = this.#run;
    if (scope.isCancelled) throw scope.reason;
    const { model, system } = this.#parts;
    return model.invokeIn([...system, ...this.#messages], childCall(this.#run, [tag]));
  }

  #add(messages: readonly BaseMessage[]): AgentState {
    this.#messages.push(...messages);
    return { messages };
  }

  #stepLimit(): Error {
    const { name, maxSteps } = this.#parts;
    return new AgentStepLimitError(
      `${name} still called tools in answer ${String(maxSteps)} of its model, which is the last; raise maxSteps, or see \`messages\` for what keeps it going.`,
      { messages: [...this.#messages], runId: this.#run.id, runName: this.#run.name },
    );
  }
}

// A runnable in the place of a model may give anything.
function toAnswer(given: unknown): AIMessage {
  if (isAIMessage(given)) return given;
  throw InvalidInputError.of(
    "The model of an agent answered",
    given,
    "a model, or a runnable, that answers with an AIMessage",
  );
}

// What was put together of chunks is one: it prints, compares and is stored as a message of a conversation is.
function toWholeMessage(answer: AIMessage): AIMessage {
  return isAIMessageChunk(answer) ? new AIMessage(answer.toFields()) : answer;
}
