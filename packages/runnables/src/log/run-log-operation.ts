/**
 * One step of a run log's growth, as RFC 6902 has it. `path` is a JSON pointer, its keys escaped; `-` stands for the place
 * behind the end of a list. Values are what the run told, as they were: messages are messages.
 */
export interface RunLogOperation {
  readonly op: "add" | "replace";
  readonly path: string;
  readonly value: unknown;
}
