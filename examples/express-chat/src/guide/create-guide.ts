import { createAgent, RunnableLambda, type Runnable } from "@rivulet/runnables";
import { GuideModel } from "./guide-model.ts";
import { createGuideTools } from "./guide-tools.ts";
import type { Pace } from "./pace.ts";

/** What the guide is asked. */
export interface GuideQuestion {
  readonly question: string;
}

/** The guide: an agent with two tools. A provider's model in the place of `GuideModel` is all that it takes to ask one. */
export function createGuide(pace: Pace): Runnable<GuideQuestion, unknown> {
  const agent = createAgent({ model: new GuideModel(pace), tools: createGuideTools(pace) });
  return RunnableLambda.from(function toConversation({ question }: GuideQuestion) {
    return { messages: [question] };
  })
    .pipe(agent)
    .withConfig({ runName: "guide" });
}
