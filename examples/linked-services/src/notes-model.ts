import { AIMessageChunk, BaseChatModel, type BaseMessage } from "@rivulet/runnables";

/** Stands where a provider's model would: it repeats the notes that it is given, word by word. */
export class NotesModel extends BaseChatModel {
  protected override async *_streamResponseChunks(
    messages: readonly BaseMessage[],
  ): AsyncGenerator<AIMessageChunk> {
    const notes = messages.at(-1)?.text ?? "";
    for (const word of notes.match(/\S+\s*/g) ?? ["I don't know."]) yield new AIMessageChunk(word);
  }
}
