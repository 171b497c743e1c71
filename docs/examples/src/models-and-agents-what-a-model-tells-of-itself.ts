// "What a model tells of itself" of docs/models-and-agents.md. Edit it there; `npm run docs` writes this file.

import {
  AIMessageChunk,
  BaseChatModel,
  timeToFirstChunkKey,
  toModelMetadata,
  type BaseChatModelCallOptions,
  type CallOptionsOf,
} from "@rivulet/runnables";

class AcmeModel extends BaseChatModel {
  protected override _modelMetadata({ stop }: CallOptionsOf<BaseChatModelCallOptions>) {
    return toModelMetadata({ provider: "acme", model: "acme-large", temperature: 0.2, stop });
  }

  protected override async *_streamResponseChunks() {
    yield new AIMessageChunk("Hel");
    yield new AIMessageChunk("lo");
  }
}

const filter = { metadata: { "gen_ai.provider.name": "acme" } };
for await (const event of new AcmeModel().streamEvents("Hi", { stop: ["."] }, filter)) {
  if (event.event === "on_chat_model_start") console.log(event.metadata);
  if (event.event === "on_chat_model_end")
    console.log(typeof event.data.output.response_metadata[timeToFirstChunkKey]);
}
