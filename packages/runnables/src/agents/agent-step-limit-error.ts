import { RivuletError, type RivuletErrorOptions } from "@rivulet/core";
import type { BaseMessage } from "../messages/base-message.ts";

/** An agent's model still wanted to call tools after `maxSteps` answers. `messages` are those that there were by then. */
export class AgentStepLimitError extends RivuletError {
  readonly code = "AGENT_STEP_LIMIT";
  /** The whole conversation, up to the answer whose tools were not called any more. */
  readonly messages: readonly BaseMessage[];

  constructor(
    message: string,
    options: RivuletErrorOptions & { readonly messages: readonly BaseMessage[] },
  ) {
    super(message, options);
    this.messages = options.messages;
  }
}
