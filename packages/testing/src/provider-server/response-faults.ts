import { InvalidArgumentError } from "@rivulet/core";

/** A place in an answer: before its headers, or before a frame (0 is the first, the number of frames is after the last). */
export type ResponsePlace = number | "headers";

/**
 * What goes wrong with an answer, and where. The frames of a body that is not streamed are its two halves.
 * Several may go wrong with one answer; what comes first in it is seen first.
 */
export interface ResponseFaults {
  /** Sends nothing from this place on, and keeps the connection open until the client closes it. */
  readonly stallAt?: ResponsePlace;
  /** Sends half of this frame, and closes the connection; at the headers, closes it without an answer. */
  readonly cutAt?: ResponsePlace;
  /** Waits at a place until a promise is fulfilled, then goes on. */
  readonly pause?: { readonly at: ResponsePlace; readonly until: Promise<unknown> };
  /** Sends an error of the provider in the place of this frame, and ends; not streamed, the error is the whole answer. */
  readonly errorAt?: number;
  /** Sends this frame with JSON that breaks off in the middle; not streamed, half of the body. */
  readonly malformedAt?: number;
  /** Sends each frame that has a character of several bytes as two packets, with the border inside that character. */
  readonly splitsCharacters?: boolean;
  /** Sends the headers and no body. */
  readonly hasNoBody?: boolean;
  /** Milliseconds before each frame. Without it frames follow each other at once. */
  readonly delayMs?: number;
}

/**
 * Refuses faults that could not be played.
 *
 * @throws {@link InvalidArgumentError} when a place is none, or the delay no number of milliseconds.
 */
export function checkFaults(faults: ResponseFaults): ResponseFaults {
  const { stallAt, cutAt, pause, errorAt, malformedAt, delayMs } = faults;
  for (const [name, place] of Object.entries({ stallAt, cutAt, "pause.at": pause?.at })) {
    if (place !== "headers") checkIndex(name, place);
  }
  checkIndex("errorAt", errorAt);
  checkIndex("malformedAt", malformedAt);
  if (delayMs !== undefined && !(Number.isFinite(delayMs) && delayMs >= 0)) {
    throw InvalidArgumentError.of("delayMs was", delayMs, "a number of milliseconds");
  }
  return faults;
}

function checkIndex(name: string, place: number | undefined): void {
  if (place === undefined || (Number.isInteger(place) && place >= 0)) return;
  throw InvalidArgumentError.of(`${name} was`, place, "the index of a frame, from 0 on");
}
