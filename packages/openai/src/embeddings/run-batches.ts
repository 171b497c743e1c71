/** How many batches run at a time, and what ends all of them early. */
export interface BatchLimit {
  readonly maxConcurrency: number;
  readonly signal: AbortSignal | undefined;
}

/** Works on batches, a few at a time, and gives the results in their order. The first failure ends the others. */
export async function runBatches<Batch, Result>(
  batches: readonly Batch[],
  { maxConcurrency, signal }: BatchLimit,
  work: (batch: Batch, signal: AbortSignal) => Promise<Result>,
): Promise<readonly Result[]> {
  const failed = new AbortController();
  const ended = signal === undefined ? failed.signal : AbortSignal.any([signal, failed.signal]);
  const results: Result[] = [];
  const waiting = batches.entries();
  const runNext = async (): Promise<void> => {
    for (const [index, batch] of waiting) results[index] = await work(batch, ended);
  };
  const workers = Array.from({ length: Math.min(maxConcurrency, batches.length) }, runNext);
  try {
    await Promise.all(workers);
  } catch (error) {
    failed.abort(error);
    // None of them may outlive the call.
    await Promise.allSettled(workers);
    throw error;
  }
  return results;
}
