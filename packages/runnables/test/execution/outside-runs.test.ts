import { AsyncResource } from "node:async_hooks";
import { dispatchCustomEvent, getCurrentRun, type CallbackHandler } from "@rivulet/core";
import {
  BaseChatModel,
  Runnable,
  RunnableGenerator,
  RunnableLambda,
  type Accumulator,
  type AIMessageChunk,
} from "@rivulet/runnables";

/** Takes down in which run a listener was called, if in any. */
function watch(): { readonly handler: CallbackHandler; readonly inside: Set<string> } {
  const inside = new Set<string>();
  const handler: CallbackHandler = {
    on_event: ({ event, name }) => {
      const run = getCurrentRun();
      if (run !== undefined) inside.add(`${event} of ${name} in ${run.name}`);
    },
  };
  return { handler, inside };
}

/** A run that tells events of its own for a while. */
function tick(handler: CallbackHandler): Promise<unknown> {
  return RunnableLambda.from(async () => {
    for (let index = 0; index < 100; index += 1) {
      await Promise.resolve();
      await dispatchCustomEvent("tick", index);
    }
  }).invoke("x", { callbacks: [handler] });
}

class WrongModel extends BaseChatModel {
  protected override async *_streamResponseChunks(): AsyncGenerator<AIMessageChunk> {
    yield "no chunk" as unknown as AIMessageChunk;
  }
}

/** Gives a runnable, and adds up no chunk of it. */
class RefusingRunnable extends Runnable<string, string> {
  override async invoke(): Promise<string> {
    return RunnableLambda.from(() => "x") as unknown as string;
  }

  override createAccumulator(): Accumulator<string> {
    return {
      add: () => {
        throw new Error("refused");
      },
      value: "",
    };
  }
}

describe("a listener is called outside of any run", () => {
  it("also while another stream fails by what it was handed", async () => {
    const { handler, inside } = watch();
    const busy = tick(handler);
    for (let index = 0; index < 10; index += 1)
      await expect(new WrongModel().stream("x").next()).rejects.toThrow("yield AIMessageChunks");
    await busy;
    expect([...inside]).toEqual([]);
  });

  it("also while the output of another body is refused by what it is handed to", async () => {
    const { handler, inside } = watch();
    const busy = tick(handler);
    const refusing = new RefusingRunnable().pipe((text: string) => text);
    for (let index = 0; index < 10; index += 1)
      await expect(refusing.stream("x").next()).rejects.toThrow("refused");
    await busy;
    expect([...inside]).toEqual([]);
  });

  it("also of a stream that was started, on the way of a chunk, by code bound to another run", async () => {
    const { handler, inside } = watch();
    const inner = new RunnableGenerator(async function* inner() {
      yield 1;
      yield 2;
    });
    let streamed: Promise<unknown> | undefined;
    let begin: () => void = () => undefined;
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const owner = RunnableLambda.from(async () => {
      begin = AsyncResource.bind(() => {
        streamed ??= inner.streamEvents("x").output;
      });
      await finished;
    }).invoke("x", { callbacks: [handler] });
    const events = new RunnableGenerator(async function* source() {
      yield "a";
      yield "b";
    }).streamEvents("x");
    events.subscribe(({ event }) => {
      if (event === "on_chain_stream") begin();
    });
    await events.output;
    await streamed;
    finish();
    await owner;
    expect(streamed).toBeDefined();
    expect([...inside]).toEqual([]);
  });
});
