import { EventStream, traceable, type CallbackHandler, type RunEvent } from "@rivulet/core";
import type { CancelScope } from "@rivulet/core/runtime";
import { of, type Observable } from "rxjs";
import { expectType, type Same } from "../support/expect-type.ts";

function overloaded(value: string): string;
function overloaded(value: number): number;
function overloaded(value: string | number): string | number {
  return value;
}

function identity<Value>(value: Value, ...rest: readonly Value[]): Value[] {
  return [value, ...rest];
}

async function later(query: string, limit = 5): Promise<string[]> {
  return [query, String(limit)];
}

async function* chunks(
  this: { readonly size: number },
  text: string,
): AsyncGenerator<string, number, boolean> {
  yield text;
  return this.size;
}

// Whatever the function is, the traced one is the same: generics, overloads, defaults and `this` included.
expectType<true>(true satisfies Same<ReturnType<typeof tracedOverloads>, typeof overloaded>);
function tracedOverloads(): typeof overloaded {
  return traceable(overloaded);
}
const traced = traceable(overloaded);
expectType<string>(traced("a"));
expectType<number>(traced(1));
// @ts-expect-error -- there is no such overload
traced(true);

expectType<number[]>(traceable(identity)(1, 2, 3));
expectType<string[]>(traceable(identity, { name: "identity", type: "tool" })("a"));
expectType<Promise<string[]>>(traceable(later)("a"));
// @ts-expect-error -- the query is missing
void traceable(later)();

const holder = { size: 1, chunks: traceable(chunks) };
expectType<AsyncGenerator<string, number, boolean>>(holder.chunks("a"));
// @ts-expect-error -- `this` has no size
void traceable(chunks)("a");

expectType<Observable<number>>(traceable(() => of(1))());
expectType<ReadableStream<string>>(traceable(() => new ReadableStream<string>())());

// @ts-expect-error -- there is no such type of run
traceable(later, { type: "graph" });
// @ts-expect-error -- there is no such option
traceable(later, { title: "later" });

const stream = new EventStream({
  start: async (callbacks: readonly CallbackHandler[], scope: CancelScope) => ({
    answer: callbacks.length,
    scope,
  }),
});
expectType<Promise<{ answer: number; scope: CancelScope }>>(stream.output);
expectType<AsyncIterator<RunEvent>>(stream[Symbol.asyncIterator]());
stream.subscribe((event) => {
  expectType<RunEvent>(event);
});
export const isOutputTyped: Same<
  Awaited<typeof stream.output>,
  { answer: number; scope: CancelScope }
> = true;

const shaped = new EventStream<string, { readonly label: string }>(
  { start: async () => "output" },
  { project: (event) => ({ label: event.name }) },
);
expectType<Observable<{ readonly label: string }>>(shaped);
