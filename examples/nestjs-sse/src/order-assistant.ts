import {
  AIMessageChunk,
  BaseChatModel,
  ChatPromptTemplate,
  StringOutputParser,
  tool,
  type BaseMessage,
  type Runnable,
} from "@rivulet/runnables";

// An order has what a browser need not know.
const findOrder = tool(
  (question: string) => ({
    id: /\d+/.exec(question)?.[0] ?? "unknown",
    status: "on its way",
    email: "ada@example.com",
  }),
  { name: "findOrder" },
);

/** Stands where a provider's model would, and is as careless: it repeats whatever it was told. */
class OrderModel extends BaseChatModel {
  protected override async *_streamResponseChunks(
    messages: readonly BaseMessage[],
  ): AsyncGenerator<AIMessageChunk> {
    const text = messages.at(-1)?.text ?? "";
    for (const piece of text.match(/.{1,6}/gs) ?? []) yield new AIMessageChunk(piece);
  }
}

/** Answers questions about orders. */
export function createOrderAssistant(
  model: BaseChatModel = new OrderModel(),
): Runnable<string, string> {
  return findOrder
    .pipe(
      ChatPromptTemplate.fromMessages([["human", "Order {id} is {status}; {email} will be told."]]),
    )
    .pipe(model)
    .pipe(new StringOutputParser())
    .withConfig({ runName: "OrderAssistant" });
}
