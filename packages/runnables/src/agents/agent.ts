import type { Metadata } from "@rivulet/core";
import type { PromiseOrValue } from "@rivulet/core/runtime";
import { BodyStage, type BodyResult } from "../execution/body-stage.ts";
import type { Call } from "../execution/call.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import type { Accumulator } from "../pipeline/accumulator.ts";
import type { Sink } from "../pipeline/sink.ts";
import { Runnable } from "../runnable/runnable.ts";
import { AgentSession, type AgentParts } from "./agent-session.ts";
import {
  AgentStateAccumulator,
  toConversation,
  type AgentInput,
  type AgentState,
} from "./agent-state.ts";

/**
 * A model that calls tools until it has an answer. Made by `createAgent`.
 *
 * `invoke` gives the whole conversation. `stream` gives what each step adds to it, as `{ messages }`: the model's answer, then
 * the results of the tools that it called, together, in the order of the calls. Tokens are in the events, as are the runs of
 * every model call and every tool.
 */
export class Agent extends Runnable<AgentInput, AgentState> {
  readonly #parts: AgentParts;

  /** @internal */
  constructor(parts: AgentParts) {
    super();
    this.#parts = parts;
  }

  override getName(): string {
    return this.#parts.name;
  }

  /** @internal */
  override invokeIn(input: AgentInput, call: Call): PromiseOrValue<AgentState> {
    const { name } = this.#parts;
    const metadata = agentMetadataOf(this.#parts);
    return invokeRun(call, { type: "chain", name, metadata, input }, async (run) => {
      const session = new AgentSession(this.#parts, run, toConversation(input));
      for await (const update of session.steps()) {
        if (run.isHeld) await run.whenReleased();
        if (run.scope.isCancelled) break;
        run.stream(update);
      }
      return session.state;
    });
  }

  /** @internal */
  override connect(down: Sink<AgentState>, call: Call): Sink<AgentInput> {
    return new AgentStage(down, call, this.#parts);
  }

  /** @internal */
  override createAccumulator(): Accumulator<AgentState> {
    return new AgentStateAccumulator();
  }
}

class AgentStage extends BodyStage<AgentInput, AgentState> {
  readonly #parts: AgentParts;

  constructor(down: Sink<AgentState>, call: Call, parts: AgentParts) {
    const { name } = parts;
    super(down, call, { type: "chain", name, metadata: agentMetadataOf(parts), hasBody: true });
    this.#parts = parts;
  }

  protected override async execute(input: AgentInput): Promise<BodyResult<AgentState>> {
    const session = new AgentSession(this.#parts, this.step.run, toConversation(input));
    await this.step.reader.pull(session.steps(), (update) => {
      this.step.emit(update);
    });
    return { value: session.state };
  }
}

// How one tells an agent from a chain: by the words of the GenAI conventions.
function agentMetadataOf({ name }: AgentParts): Metadata {
  return { "gen_ai.operation.name": "invoke_agent", "gen_ai.agent.name": name };
}
