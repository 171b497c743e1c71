import { watchMethod } from "./watch-method.ts";

/** Counts the characters that `work` sends through `join`, which copies its texts; `+` does not, it makes a rope. */
export async function countJoinedCharacters(work: () => unknown): Promise<number> {
  let characters = 0;
  const restore = watchMethod(Array.prototype, "join", (joined) => {
    characters += (joined as string).length;
  });
  try {
    await work();
  } finally {
    restore();
  }
  return characters;
}
