/** The memory of the process at one time of a stream. */
export interface MemorySample {
  /** How many chunks had been consumed. */
  readonly chunks: number;
  /** Resident memory, in megabytes. */
  readonly rss: number;
}

/** What was seen of a stream. */
export interface Watched {
  /** The most that the process was seen to hold, in megabytes. */
  readonly peak: number;
  readonly samples: readonly MemorySample[];
  /** By how many values the producer was ahead of the consumer, at most. */
  readonly lead: number;
  readonly elapsedMs: number;
}

/** What a stream is, and how slowly it is consumed. */
export interface WatchOptions {
  readonly chunks: number;
  /** How many values a chunk becomes. */
  readonly valuesPerChunk: number;
  /** How long the consumer waits after each value. */
  readonly pauseMs: number;
}

// Often enough to see each collection's peak, seldom enough to cost nothing: a look takes some 10 us.
const valuesPerLook = 500;
// A fifth more each time: evenly spread over a logarithmic axis.
const sampleStep = 1.2;

/** Makes the texts of a stream, is told of every value that is consumed, and compares the two. */
export class Watch {
  readonly #options: WatchOptions;
  readonly #samples: MemorySample[] = [];
  readonly #start = performance.now();
  #produced = 0;
  #consumed = 0;
  #lead = 0;
  #peak = 0;
  #nextSample: number;

  constructor(options: WatchOptions) {
    this.#options = options;
    this.#nextSample = options.chunks / 1_000;
  }

  /** Each text is made when it is asked for: a list of a million would be the memory that is measured. */
  *texts(): Generator<string> {
    for (let index = 0; index < this.#options.chunks; index += 1) {
      this.#produced += 1;
      yield ` word${String(index % 100)}`;
    }
  }

  /** Takes note of a value; the consumer waits for the promise, if there is one. */
  take(): Promise<void> | undefined {
    const { valuesPerChunk, pauseMs } = this.#options;
    this.#consumed += 1;
    const lead = this.#produced * valuesPerChunk - this.#consumed;
    if (lead > this.#lead) this.#lead = lead;
    if (this.#consumed % valuesPerLook === 0) this.#look();
    if (this.#consumed >= this.#nextSample * valuesPerChunk) this.#sample();
    return pauseMs > 0 ? pause(pauseMs) : undefined;
  }

  /** What was seen. */
  end(): Watched {
    const elapsedMs = performance.now() - this.#start;
    this.#sample();
    return { peak: this.#peak, samples: this.#samples, lead: this.#lead, elapsedMs };
  }

  // Not `resourceUsage().maxRSS`: on Linux that begins with what the parent process held when it started this one.
  #look(): number {
    const rss = process.memoryUsage.rss() / 1_024 ** 2;
    if (rss > this.#peak) this.#peak = rss;
    return rss;
  }

  #sample(): void {
    const rss = this.#look();
    this.#samples.push({
      chunks: Math.round(this.#consumed / this.#options.valuesPerChunk),
      rss,
    });
    this.#nextSample *= sampleStep;
  }
}

// Turn after turn: the producer has its chance in each.
async function pause(ms: number): Promise<void> {
  const end = performance.now() + ms;
  do await new Promise(setImmediate);
  while (performance.now() < end);
}
