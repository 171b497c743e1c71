import fc from "fast-check";
import { EventCollector, type CallbackHandler, type RunEvent } from "@rivulet/core";
import { RunnableGenerator } from "@rivulet/runnables";
import { watchProcess } from "@rivulet/test-support";
import { collect } from "../support/collect.ts";
import { buildTree, trees } from "./support/random-tree.ts";
import { createRecorder } from "./support/recorder.ts";

watchProcess();

const names = ["lambda", "later", "generator", "RunnableSequence", "bound", "nobody"];
const types = ["chain", "tool", "chat_model", "parser"] as const;
const tags = ["seq:step:1", "map:key:k0", "bound", "mine", "none"];
const events = ["on_chain_start", "on_chain_stream", "on_chain_end", "on_tool_end"] as const;

const some = <Item>(items: readonly Item[]): fc.Arbitrary<Item[]> =>
  fc.subarray([...items], { maxLength: 2 });

const filters = fc.record(
  {
    includeNames: some(names),
    includeTypes: some(types),
    includeTags: some(tags),
    excludeNames: some(names),
    excludeTypes: some(types),
    excludeTags: some(tags),
    includeEvents: some(events),
    excludeEvents: some(events),
    metadata: fc.constantFrom({}, { mine: 1 }, { mine: 2 }),
    where: fc.constantFrom(
      (event: RunEvent) => event.seq % 2 === 0,
      (event: RunEvent) => event.parent_ids.length > 1,
    ),
  },
  { requiredKeys: [] },
);

type Filter = typeof filters extends fc.Arbitrary<infer Value> ? Value : never;

// Said as plainly as it can be.
function isWanted(event: RunEvent, filter: Filter): boolean {
  const type = /^on_(?<type>.+)_[a-z]+$/u.exec(event.event)?.groups?.["type"];
  const has = (list: readonly string[] | undefined, one: string | undefined): boolean =>
    one !== undefined && list?.includes(one) === true;
  const hasTag = (list: readonly string[] | undefined): boolean =>
    event.tags.some((tag) => has(list, tag));
  const { includeNames, includeTypes, includeTags } = filter;
  const isFree =
    includeNames === undefined && includeTypes === undefined && includeTags === undefined;
  const isIncluded =
    isFree || has(includeNames, event.name) || has(includeTypes, type) || hasTag(includeTags);
  const isExcluded =
    has(filter.excludeNames, event.name) ||
    has(filter.excludeTypes, type) ||
    hasTag(filter.excludeTags);
  const isRightEvent =
    (filter.includeEvents === undefined || has(filter.includeEvents, event.event)) &&
    !has(filter.excludeEvents, event.event);
  const isRightMetadata = Object.entries(filter.metadata ?? {}).every(
    ([key, value]) => event.metadata[key] === value,
  );
  return (
    isIncluded && !isExcluded && isRightEvent && isRightMetadata && (filter.where?.(event) ?? true)
  );
}

describe("a filter", () => {
  it("decides only whether an event is seen, for every kind of listener", async () => {
    await fc.assert(
      fc.asyncProperty(trees, filters, async (tree, filter) => {
        const recorder = createRecorder();
        const handler = createRecorder({ filter });
        const collector = new EventCollector(filter);
        const collected: RunEvent[] = [];
        collector.events$.subscribe((event) => collected.push(event));
        const stream = buildTree(tree, { count: 0 }).streamEvents(
          "x",
          { callbacks: [recorder, handler, collector], tags: ["mine"], metadata: { mine: 1 } },
          filter,
        );
        const streamed = await collect(stream).catch(() => undefined);
        const expected = recorder.events.filter((event) => isWanted(event, filter));
        expect(handler.events).toEqual(expected);
        expect(collected).toEqual(expected);
        if (streamed !== undefined) expect(streamed).toEqual(expected);
        for (const [index, event] of handler.events.entries())
          expect(event.seq).toBe(expected[index]?.seq);
      }),
      { numRuns: 300 },
    );
  });

  it("changes neither the numbers nor the inputs of what is seen, were it the only listener", async () => {
    await fc.assert(
      fc.asyncProperty(trees, filters, async (tree, filter) => {
        const config = { tags: ["mine"], metadata: { mine: 1 } };
        const alone = createRecorder({ filter });
        const all = createRecorder();
        const strip = ({ run_id: _id, parent_ids, time: _time, ...rest }: RunEvent): unknown => ({
          ...rest,
          depth: parent_ids.length,
        });
        for (const recorder of [alone, all])
          await buildTree(tree, { count: 0 })
            .invoke("x", { ...config, callbacks: [recorder] })
            .catch(() => undefined);
        const expected = all.events.filter((event) => isWanted(event, filter));
        expect(alone.events.map(strip)).toEqual(expected.map(strip));
      }),
      { numRuns: 150 },
    );
  });
});

describe("without a listener", () => {
  // An event is the only thing that asks for the time, beside the beginning of a root.
  async function timesAskedFor(
    chunks: number,
    callbacks: readonly CallbackHandler[],
  ): Promise<number> {
    const many = new RunnableGenerator(async function* many() {
      for (let index = 0; index < chunks; index += 1) yield index;
    });
    const spy = jest.spyOn(performance, "now");
    try {
      await collect(many.pipe(many).stream("x", { callbacks }));
      return spy.mock.calls.length;
    } finally {
      spy.mockRestore();
    }
  }

  it("no event is built, however many chunks there are", async () => {
    const none = await timesAskedFor(1, []);
    expect(await timesAskedFor(500, [])).toBe(none);
    const deaf: CallbackHandler = {
      filter: { includeNames: ["nobody"] },
      on_event: () => undefined,
    };
    expect(await timesAskedFor(500, [deaf])).toBe(none);
    expect(await timesAskedFor(500, [{ on_event: () => undefined }])).toBeGreaterThan(none + 500);
  });
});
