import {
  ChatPromptTemplate,
  RunnableLambda,
  RunnablePassthrough,
  StringOutputParser,
  type Document,
  type Runnable,
} from "@rivulet/runnables";
import type { ChatMessage } from "../chat-message.ts";
import { CookModel } from "./cook-model.ts";
import type { Pace } from "./pace.ts";
import { RecipeRetriever } from "./recipe-retriever.ts";

/** A conversation; the last message is what is asked. */
export type Conversation = { readonly messages: readonly ChatMessage[] };

/** The chain that answers: it looks for recipes, then a model tells them. */
export function createCook(pace: Pace): Runnable<Conversation, string> {
  const lastQuestion = RunnableLambda.from(function lastQuestion({ messages }: Conversation) {
    return messages.at(-1)?.content ?? "";
  });
  const asText = RunnableLambda.from(function asText(documents: readonly Document[]) {
    return documents.map(({ pageContent }) => pageContent).join("\n");
  });
  const prompt = ChatPromptTemplate.fromMessages([
    ["system", "You are a cook. Recipes:\n{recipes}"],
    ["placeholder", "{messages}"],
  ]);
  const recipes = lastQuestion.pipe(new RecipeRetriever(pace)).pipe(asText);
  return RunnablePassthrough.assign<Conversation, { recipes: typeof recipes }>({ recipes })
    .pipe(prompt)
    .pipe(new CookModel(pace))
    .pipe(new StringOutputParser())
    .withConfig({ runName: "Cook" });
}
