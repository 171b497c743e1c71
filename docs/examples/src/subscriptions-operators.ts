// "Operators" of docs/subscriptions.md. Edit it there; `npm run docs` writes this file.

import { ofEvent, text, withUsage } from "@rivulet/core/operators";
import { AIMessageChunk, StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const usage_metadata = { input_tokens: 5, output_tokens: 2, total_tokens: 7 };
const model = new ScriptedChatModel({
  chunks: [
    new AIMessageChunk("Hello"),
    new AIMessageChunk(" there"),
    new AIMessageChunk({ content: "", usage_metadata }),
  ],
});
const chain = model.pipe(new StringOutputParser());

const events$ = chain.streamEvents("Hi");
events$.pipe(text()).subscribe((piece) => console.log("text:", piece));
events$
  .pipe(ofEvent("on_chat_model_end"))
  .subscribe((event) => console.log("answer:", event.data.output.text));
events$.pipe(withUsage()).subscribe({
  next: ({ event, usage }) => {
    if (event.event === "on_chain_end") console.log("tokens:", usage.total_tokens);
  },
});
await events$.output;
