import type { RunnableConfig } from "../../execution/runnable-config.ts";
import type { ToolLike } from "../tools/to-tool-definition.ts";

/**
 * A tool to bind: one made by `tool()` or `asTool()`, an object with its `name`, `description` and `schema`, or one in the
 * provider's own form, which is passed through.
 */
export type BindToolsInput = ToolLike | Readonly<Record<string, unknown>>;

/** Which tools a model may or must call: as it likes, at least one, none, the one of this name, or the provider's own form. */
export type ToolChoice =
  | "auto"
  | "any"
  | "none"
  | (string & Record<never, never>)
  | Readonly<Record<string, unknown>>;

/** What a call of any chat model may be told, as LangChain.js names it. Providers add their own. */
export interface BaseChatModelCallOptions extends RunnableConfig {
  /** The model stops before it would write one of these. */
  readonly stop?: readonly string[] | undefined;
  /** The tools that it may call; `bindTools` checks them and puts them here. */
  readonly tools?: readonly BindToolsInput[] | undefined;
  readonly tool_choice?: ToolChoice | undefined;
}
