import { isThinking } from "./to-request-parameters.ts";

/** What of a request decides how its answer is read. */
interface AnswerRules {
  readonly tools?: unknown;
  readonly thinking?: { readonly type: string } | undefined;
  readonly messages: readonly { readonly content: string | readonly object[] }[];
}

/** Whether the answer to a request is told as content blocks, and not as a string: another block may come, or a text may cite. */
export function keepsBlocks({ tools, thinking, messages }: AnswerRules): boolean {
  const hasTools = Array.isArray(tools) && tools.length > 0;
  return hasTools || isThinking({ thinking }) || messages.some(asksForCitations);
}

function asksForCitations({ content }: AnswerRules["messages"][number]): boolean {
  if (typeof content === "string") return false;
  return content.some((block) => {
    const citations = "citations" in block ? block.citations : undefined;
    const isOn = typeof citations === "object" && citations !== null && "enabled" in citations;
    return isOn && citations.enabled === true;
  });
}
