import type { Metadata, RunManager } from "@rivulet/core";
import { enterRun, type Outcome, outcomeOf, valueOrThrow } from "@rivulet/core/runtime";
import type { Accumulator } from "../../pipeline/accumulator.ts";
import type { Sink } from "../../pipeline/sink.ts";
import { addUp } from "../../execution/add-up.ts";
import { BodyStage } from "../../execution/body-stage.ts";
import type { Call } from "../../execution/call.ts";
import { invokeRun } from "../../execution/invoke-run.ts";
import { checkPullable } from "../../execution/pullable.ts";
import type { RunnableConfig } from "../../execution/runnable-config.ts";
import type { StageDescription } from "../../execution/step-run.ts";
import { withToldMetadata } from "./with-told-metadata.ts";

/** The options of one call of a model: what its config has beyond the fields that every config has. */
export type CallOptionsOf<Options extends RunnableConfig = RunnableConfig> = Readonly<
  Record<string, unknown>
> &
  Partial<Omit<Options, keyof RunnableConfig>>;

/** What a model is told about one call: the options of the call, and what aborts it. */
export type ModelOptions<Options extends RunnableConfig = RunnableConfig> =
  CallOptionsOf<Options> & { readonly signal: AbortSignal };

/** What chat models and text models have in common: prepare an input, then stream chunks, or give the whole at once. */
export interface ModelEngine<Input, Prepared, Chunk> extends StageDescription<Chunk> {
  readonly type: "chat_model" | "llm";
  readonly hasBody: true;
  /** What it tells of itself and a call, where it tells anything. Must not throw. */
  readonly tellMetadata: ((options: CallOptionsOf) => Metadata | undefined) | undefined;
  /** Notes in the first chunk of an answer after how many seconds it came; asked where there are facts. */
  readonly noteFirstChunk: ((chunk: Chunk, seconds: number) => Chunk) | undefined;
  /** Whether it can stream at all. */
  readonly canStream: boolean;
  /** @throws {@link InvalidArgumentError} when the input is none of its kind. */
  prepare(input: Input): Prepared;
  /** What the start event says of a prepared input. */
  describe(prepared: Prepared): unknown;
  /** Asked of the first chunk of each answer. @throws {@link InvalidArgumentError} when it is none of its kind. */
  checkChunk(chunk: unknown): void;
  stream(prepared: Prepared, options: ModelOptions, run: RunManager): AsyncIterable<Chunk>;
  generate(prepared: Prepared, options: ModelOptions, run: RunManager): Promise<Chunk>;
  readonly createAccumulator: () => Accumulator<Chunk>;
}

/** Runs a model once. Inside an observed run its tokens are streamed into the events all the same. */
export async function invokeModel<Input, Prepared, Chunk>(
  engine: ModelEngine<Input, Prepared, Chunk>,
  input: Input,
  call: Call,
): Promise<Chunk> {
  const prepared = tryPrepare(engine, input);
  const { type, name, tags } = engine;
  const metadata = metadataOf(engine, call);
  const description = { type, name, tags, metadata, input: describeOr(engine, prepared, input) };
  return invokeRun(call, description, (run) => {
    const ready = valueOrThrow(prepared);
    const options = modelOptionsOf(call, run);
    if (!engine.canStream || !run.isObserved) return engine.generate(ready, options, run);
    const intake = new ChunkIntake(engine, run);
    return addUp(run, checkChunks(engine.stream(ready, options, run), engine), {
      total: engine.createAccumulator(),
      take: (chunk) => intake.take(chunk),
    });
  });
}

/** The streaming form of a model: it waits for its whole input, then hands on its chunks as they come in. */
export class ModelStage<Input, Prepared, Chunk> extends BodyStage<Input, Chunk> {
  readonly #engine: ModelEngine<Input, Prepared, Chunk>;
  #prepared: Outcome<Prepared> | undefined;

  constructor(down: Sink<Chunk>, call: Call, engine: ModelEngine<Input, Prepared, Chunk>) {
    super(
      down,
      call,
      engine.tellMetadata === undefined ? engine : describeWithMetadata(engine, call),
    );
    this.#engine = engine;
  }

  protected override describeInput(input: Input): unknown {
    this.#prepared = tryPrepare(this.#engine, input);
    return describeOr(this.#engine, this.#prepared, input);
  }

  protected override execute(input: Input): Promise<undefined> {
    const engine = this.#engine;
    const { run } = this.step;
    const prepared = valueOrThrow(this.#prepared ?? tryPrepare(engine, input));
    const options = modelOptionsOf(this.step.call, run);
    if (!engine.canStream) return this.#generate(() => engine.generate(prepared, options, run));
    const intake = new ChunkIntake(engine, run);
    const chunks = enterRun(run, () => engine.stream(prepared, options, run));
    return this.step.reader.pull(checkChunks(chunks, engine), (chunk) => {
      this.step.emit(intake.take(chunk));
    });
  }

  async #generate(generate: () => Promise<Chunk>): Promise<undefined> {
    this.step.emit(await enterRun(this.step.run, generate));
  }
}

function describeWithMetadata<Input, Prepared, Chunk>(
  engine: ModelEngine<Input, Prepared, Chunk>,
  call: Call,
): StageDescription<Chunk> {
  const { type, name, tags, createAccumulator, hasBody } = engine;
  return {
    type,
    name,
    tags,
    // Read when the run begins, which may be long after this: then it is known who listens.
    get metadata() {
      return metadataOf(engine, call);
    },
    createAccumulator,
    hasBody,
  };
}

function checkChunks<Chunks>(chunks: Chunks, { name }: { readonly name: string }): Chunks {
  return checkPullable(chunks, `\`_streamResponseChunks\` of ${name}`);
}

type AnswerRules<Chunk> = Pick<
  ModelEngine<unknown, unknown, Chunk>,
  "checkChunk" | "tellMetadata" | "noteFirstChunk"
>;

/** What is done to an answer's chunks before anybody gets them: the first is checked, and says when it came. */
class ChunkIntake<Chunk> {
  readonly #engine: AnswerRules<Chunk>;
  readonly #startedAt: number | undefined;
  #isFirst = true;

  constructor(engine: AnswerRules<Chunk>, run: RunManager) {
    const isTimed = run.isObserved && engine.tellMetadata !== undefined && engine.noteFirstChunk;
    this.#engine = engine;
    this.#startedAt = isTimed ? performance.now() : undefined;
  }

  take(chunk: Chunk): Chunk {
    if (!this.#isFirst) return chunk;
    this.#isFirst = false;
    this.#engine.checkChunk(chunk);
    if (this.#startedAt === undefined) return chunk;
    const seconds = (performance.now() - this.#startedAt) / 1_000;
    return this.#engine.noteFirstChunk?.(chunk, seconds) ?? chunk;
  }
}

function metadataOf<Input, Prepared, Chunk>(
  { tellMetadata, metadata }: ModelEngine<Input, Prepared, Chunk>,
  { context, options }: Call,
): Metadata | undefined {
  if (tellMetadata === undefined) return metadata;
  return withToldMetadata(context, metadata, () => tellMetadata(options));
}

// A wrong input fails the run, where it can be seen, and not the code around it.
function tryPrepare<Input, Prepared, Chunk>(
  engine: ModelEngine<Input, Prepared, Chunk>,
  input: Input,
): Outcome<Prepared> {
  return outcomeOf(() => engine.prepare(input));
}

function describeOr<Input, Prepared, Chunk>(
  engine: ModelEngine<Input, Prepared, Chunk>,
  prepared: Outcome<Prepared>,
  input: Input,
): unknown {
  return "error" in prepared ? input : engine.describe(prepared.value);
}

function modelOptionsOf(call: Call, run: RunManager): ModelOptions {
  return {
    ...call.options,
    get signal() {
      return run.signal;
    },
  };
}
