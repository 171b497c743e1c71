import { CallbackManager, type RunEvent } from "@rivulet/core";
import { lettered } from "./marbles.ts";
import { recordEvents } from "./record-events.ts";

/**
 * What a chain with a model in it tells, by letter: a chain start, b model start, c and d chunks of the model, e a custom
 * event of the model, f its end, g the end of the chain. Then h and i: start and end of another root, a tool.
 */
export function familyEvents(
  chunks: readonly [unknown, unknown] = ["Hel", "lo"],
): Record<string, RunEvent> {
  const recorder = recordEvents();
  const manager = new CallbackManager({ callbacks: [recorder] });
  const chain = manager.startRun({ type: "chain", name: "answer", id: "chain", input: "Hi" });
  const model = CallbackManager.forChildrenOf(chain).startRun({
    type: "chat_model",
    name: "model",
    id: "model",
    tags: ["fast"],
  });
  model.stream(chunks[0]);
  model.stream(chunks[1]);
  model.custom("progress", 1);
  model.end("Hello");
  chain.end("Hello");
  manager.startRun({ type: "tool", name: "search", id: "tool" }).end([]);
  return lettered(recorder.events);
}
