import type { Cancellable, CancelScope } from "@rivulet/core/runtime";

/** Resolves after so many milliseconds; rejects with the scope's reason as soon as that is cancelled. */
export function delay(delayMs: number, scope: CancelScope): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      scope.remove(member);
      resolve();
    }, delayMs);
    const member: Cancellable = {
      onCancel: (reason) => {
        clearTimeout(timer);
        reject(reason);
      },
    };
    scope.add(member);
  });
}
