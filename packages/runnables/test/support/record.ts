import type { CallbackHandler, RunEvent } from "@rivulet/core";

/** A handler that keeps what it is told. */
export interface Recording {
  readonly events: RunEvent[];
  readonly callbacks: readonly CallbackHandler[];
}

/** Records events: pass `callbacks` on, read `events`. */
export function record(filter?: CallbackHandler["filter"]): Recording {
  const events: RunEvent[] = [];
  const handler: CallbackHandler = {
    on_event: (event) => {
      events.push(event);
    },
    ...(filter !== undefined && { filter }),
  };
  return { events, callbacks: [handler] };
}

/** The names of events, in order. */
export function namesOf(events: readonly { readonly event: string }[]): string[] {
  return events.map(({ event }) => event);
}

/** The payload of the only event of a name. */
export function dataOf(
  events: readonly { readonly event: string; readonly data: unknown }[],
  name: string,
): unknown {
  const [found, ...others] = events.filter(({ event }) => event === name);
  if (found === undefined || others.length > 0) {
    throw new Error(`There are ${found === undefined ? "no" : "several"} events ${name}.`);
  }
  return found.data;
}

/** What a promise or a call fails with. */
export async function failureOf(work: PromiseLike<unknown> | (() => unknown)): Promise<unknown> {
  try {
    await (typeof work === "function" ? work() : work);
  } catch (error) {
    return error;
  }
  throw new Error("It did not fail.");
}
