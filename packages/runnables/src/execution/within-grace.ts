import { processSettings, waitAtMost } from "@rivulet/core/runtime";

/** Waits for work to come to rest, within the grace period. Never rejects. */
export async function withinGrace(work: PromiseLike<unknown>): Promise<void> {
  await waitAtMost(work, processSettings.cancelTimeoutMs).catch(() => undefined);
}
