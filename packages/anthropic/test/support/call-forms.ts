import {
  type AIMessageChunk,
  type ChatModelInput,
  concatChunks,
  isAIMessageChunk,
  type Runnable,
  type StreamEvent,
} from "@rivulet/runnables";
import { EventRecorder } from "@rivulet/testing";

/** What a call came to. */
export interface Outcome {
  readonly events: readonly StreamEvent[];
  readonly answer?: AIMessageChunk;
  /** What it failed with, where it failed. */
  readonly error?: unknown;
}

export type Model = Runnable<ChatModelInput, AIMessageChunk>;

export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly timeout?: number;
}

/** A way to call a model. */
export interface CallForm {
  readonly form: string;
  readonly isStreamed: boolean;
  readonly isObserved: boolean;
  readonly call: (model: Model, options?: CallOptions) => Promise<Outcome>;
}

const input = "Why is the sky blue?";

/** Every way to call a model. */
export const callForms: readonly CallForm[] = [
  {
    form: "invoke, unobserved",
    isStreamed: false,
    isObserved: false,
    call: (model, options) => settle([], () => model.invoke(input, options)),
  },
  {
    form: "invoke, observed",
    isStreamed: true,
    isObserved: true,
    call: (model, options) => {
      const recorder = new EventRecorder();
      return settle(recorder.events, () =>
        model.invoke(input, { ...options, callbacks: [recorder] }),
      );
    },
  },
  {
    form: "stream",
    isStreamed: true,
    isObserved: true,
    call: (model, options) => {
      const recorder = new EventRecorder();
      return settle(recorder.events, async () => {
        const chunks = [];
        const config = { ...options, callbacks: [recorder] };
        for await (const chunk of model.stream(input, config)) chunks.push(chunk);
        return concatChunks(chunks);
      });
    },
  },
  {
    form: "streamEvents",
    isStreamed: true,
    isObserved: true,
    call: (model, options) => {
      const events: StreamEvent[] = [];
      return settle(events, async () => {
        for await (const event of model.streamEvents(input, options)) events.push(event);
        const last = events.at(-1);
        const output = last?.event === "on_chat_model_end" ? last.data.output : undefined;
        if (isAIMessageChunk(output)) return output;
        throw new Error("The stream of events ended without an answer.");
      });
    },
  },
];

async function settle(
  events: readonly StreamEvent[],
  call: () => Promise<AIMessageChunk>,
): Promise<Outcome> {
  try {
    return { answer: await call(), events };
  } catch (error) {
    return { error, events };
  }
}
