import { describeValue, InvalidArgumentError, type RunManager } from "@rivulet/core";
import { CancelScope } from "@rivulet/core/runtime";
import type { BindToolsInput } from "../components/models/chat-model-call-options.ts";
import { isToolLike } from "../components/tools/to-tool-definition.ts";
import { ToolInputError } from "../errors/tool-input-error.ts";
import { UnknownToolError } from "../errors/unknown-tool-error.ts";
import { callIn, type Call } from "../execution/call.ts";
import { settingsOf } from "../execution/call-settings.ts";
import { invokeRun } from "../execution/invoke-run.ts";
import { isRunnableLike } from "../execution/is-runnable-like.ts";
import { runAll } from "../execution/run-all.ts";
import type { RunnableLike } from "../execution/runnable-like.ts";
import { toToolMessage, type ToolInfo } from "../execution/tool-component.ts";
import { ToolMessage } from "../messages/tool-message.ts";
import { isValidCall, type RequestedCall } from "./requested-calls.ts";

/**
 * A tool of an agent: one made by `tool()` or `asTool()`, or one in the provider's own form, which the provider runs itself
 * (a web search, for one).
 */
export type AgentTool =
  | (RunnableLike<never, unknown> & ToolInfo)
  | Readonly<Record<string, unknown>>;

type ToolRunnable = RunnableLike<unknown, unknown>;

/** The tools that an agent may call, by their names. */
export class AgentTools {
  /** What the model is told of. */
  readonly bound: readonly BindToolsInput[];
  readonly #byName: ReadonlyMap<string, ToolRunnable>;

  /** @throws {@link InvalidArgumentError} when one cannot be run, or two have the same name. */
  constructor(tools: readonly AgentTool[]) {
    const byName = new Map<string, ToolRunnable>();
    for (const tool of tools) if (isToolLike(tool)) addTool(byName, tool);
    this.bound = tools;
    this.#byName = byName;
  }

  /**
   * Runs the tools that a model called, side by side, each as a run of its own; at most `maxConcurrency` at a time. Gives a
   * message for each call, in their order: what fails is told to the model as well, by a message with status `error`.
   *
   * Rejects with the reason when the agent's run is cancelled, and with nothing else.
   */
  async callAll(
    calls: readonly RequestedCall[],
    run: RunManager,
    stepTag: string,
  ): Promise<readonly ToolMessage[]> {
    const group = new CancelScope(run.scope);
    const context = run.childContext.withScope(group);
    const { maxConcurrency } = settingsOf(context);
    return runAll(calls, { group, maxConcurrency }, async (call) => {
      try {
        return await this.#call(call, callIn(context, tagsOf(call, stepTag)));
      } catch (error) {
        // A tool that was aborted did not fail: nobody waits for an answer any more.
        if (run.scope.isCancelled) throw run.scope.reason;
        return toErrorMessage(call, error);
      }
    });
  }

  async #call(requested: RequestedCall, call: Call): Promise<ToolMessage> {
    const { name = "" } = requested;
    const tool = this.#byName.get(name);
    if (tool === undefined) return refuseCall(requested, call, this.#unknown(name));
    if (!isValidCall(requested)) return refuseCall(requested, call, malformed(name));
    const input = { ...requested, type: "tool_call" } as const;
    const result = await tool.invokeIn(input, call);
    return toToolMessage(result, input, name);
  }

  #unknown(name: string): Error {
    const known = [...this.#byName.keys()].join(", ");
    return new UnknownToolError(
      `There is no tool ${JSON.stringify(name)}; ${known === "" ? "answer without tools" : `call one of: ${known}`}.`,
    );
  }
}

function addTool(byName: Map<string, ToolRunnable>, tool: { readonly name: string }): void {
  const { name } = tool;
  if (!isRunnableLike(tool)) {
    throw new InvalidArgumentError(
      `The tool ${name} of an agent cannot be run; make it by tool(), or give it in the provider's own form.`,
    );
  }
  if (byName.has(name)) {
    throw new InvalidArgumentError(
      `An agent was given two tools with the name ${name}; give each a name of its own.`,
    );
  }
  byName.set(name, tool);
}

function malformed(name: string): Error {
  return new ToolInputError(
    `The tool ${name} was called with arguments that are no JSON object; call it again with one.`,
  );
}

// A call that no tool can take is a run all the same: that the model made it can be seen, and why it failed.
async function refuseCall(
  { name = "", args }: RequestedCall,
  call: Call,
  error: Error,
): Promise<ToolMessage> {
  const description = { type: "tool", name: name === "" ? "tool" : name, input: args } as const;
  return invokeRun<ToolMessage>(call, description, () => {
    throw error;
  });
}

function tagsOf({ id }: RequestedCall, stepTag: string): readonly string[] {
  return id === undefined || id === "" ? [stepTag] : [stepTag, `agent:call:${id}`];
}

function toErrorMessage({ id = "", name }: RequestedCall, error: unknown): ToolMessage {
  return new ToolMessage({
    content: `Error: ${messageOf(error) ?? describeValue(error)}`,
    tool_call_id: id,
    name,
    status: "error",
  });
}

// What a tool throws may be anything: reading it must not fail the agent.
function messageOf(error: unknown): string | undefined {
  try {
    const message: unknown =
      typeof error === "object" && error !== null && Reflect.get(error, "message");
    return typeof message === "string" ? message : undefined;
  } catch {
    return undefined;
  }
}
