import { nextTurn } from "@rivulet/test-support";

/** What a promise comes to within some turns of the event loop, without any clock; "pending" when it needs more. */
export async function soon<Value>(
  promise: Promise<Value>,
  limit = 100,
): Promise<Value | "pending"> {
  let isSettled = false;
  const settle = (): void => {
    isSettled = true;
  };
  promise.then(settle, settle);
  for (let turn = 0; turn < limit && !isSettled; turn += 1) await nextTurn();
  return isSettled ? promise : "pending";
}

/** Lets the event loop turn so many times. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}
