import { describeValue, InvalidArgumentError } from "@rivulet/core";
import { checkList } from "../../execution/check-list.ts";
import { isRunnableLike } from "../../execution/is-runnable-like.ts";
import { isToolLike, toToolDefinition } from "./to-tool-definition.ts";

/**
 * Refuses what is no list of tools; those in a provider's own form are not looked into. `what` names the list.
 *
 * @throws {@link InvalidArgumentError} when it is no list, or one is no tool or another runnable, has no name, or a schema without JSON form.
 */
export function checkTools(tools: readonly object[], what: string): void {
  checkList(tools, what, "tools");
  for (const tool of tools as readonly unknown[]) {
    if (isToolLike(tool)) toToolDefinition(tool);
    else if (isRunnableLike(tool)) {
      throw new InvalidArgumentError(
        `${what} had a runnable without name and schema in it, ${tool.getName()}; make a tool of it by asTool().`,
      );
    } else if (typeof tool !== "object" || tool === null) {
      throw new InvalidArgumentError(
        `${what} had ${describeValue(tool)} in it; give tools made by tool(), or in the provider's own form.`,
      );
    }
  }
}
