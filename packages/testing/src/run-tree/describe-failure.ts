import { describeValue } from "@rivulet/core";

/** What was thrown, in one line: the name and the message of an error, and whatever else it is in short. */
export function describeFailure(thrown: unknown): string {
  if (!(thrown instanceof Error)) return describeValue(thrown);
  const firstLine = thrown.message.split("\n", 1).join();
  return firstLine === "" ? thrown.name : `${thrown.name}: ${firstLine}`;
}
