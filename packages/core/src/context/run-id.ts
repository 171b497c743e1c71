import { nanoid } from "nanoid";

/** A new run id: 21 URL-safe characters, 126 bits of randomness. */
export function createRunId(): string {
  return nanoid();
}
