import { InvalidArgumentError } from "@rivulet/core";

/** The longest time that a timer can be set to, in milliseconds: past it, it fires at once. */
const maxCount = 2 ** 31 - 1;

/** @throws {@link InvalidArgumentError} when the value of the option is no whole number from `min` to 2,147,483,647. */
export function checkCount(option: string, value: number, min = 1): number {
  if (Number.isInteger(value) && value >= min && value <= maxCount) return value;
  throw InvalidArgumentError.of(
    `${option} was`,
    value,
    `a whole number from ${String(min)} to ${String(maxCount)}`,
  );
}

/** @throws {@link InvalidArgumentError} when the value of the option is none of the words. */
export function checkWord<Word extends string>(
  option: string,
  value: Word,
  words: readonly Word[],
): Word {
  if (words.includes(value)) return value;
  throw InvalidArgumentError.of(
    `${option} was`,
    value,
    `${words.map((word) => `"${word}"`).join(" or ")}`,
  );
}
