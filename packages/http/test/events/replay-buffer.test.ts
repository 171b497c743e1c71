import type { StreamEvent } from "@rivulet/runnables";
import { HostedEvent } from "../../src/events/hosted-event.ts";
import { ReplayBuffer } from "../../src/events/replay-buffer.ts";

/** An event that counts for so many bytes. */
function eventOf(place: number, sizeBytes: number): HostedEvent {
  return new HostedEvent({} as StreamEvent, place, sizeBytes);
}

function fill(buffer: ReplayBuffer, sizes: readonly number[]): void {
  for (const [place, size] of sizes.entries()) buffer.add(eventOf(place, size));
}

const placesAfter = (buffer: ReplayBuffer, place: number): readonly number[] =>
  buffer.after(place).events.map((event) => event.place);

describe("what a run keeps of its events", () => {
  it("is the last ones, by their number", () => {
    const buffer = new ReplayBuffer({ maxEvents: 3, maxBytes: 1000 });
    fill(
      buffer,
      Array.from({ length: 20 }, () => 1),
    );
    expect(placesAfter(buffer, -1)).toEqual([17, 18, 19]);
    expect(placesAfter(buffer, 18)).toEqual([19]);
    expect(buffer.last?.place).toBe(19);
    expect(buffer.after(15).isOverrun).toBe(true);
    expect(buffer.after(16).isOverrun).toBe(false);
  });

  it("is the last ones, by their bytes: just as many as may be", () => {
    const buffer = new ReplayBuffer({ maxEvents: 100, maxBytes: 10 });
    fill(buffer, [4, 4, 4, 3, 3]);
    expect(placesAfter(buffer, -1)).toEqual([2, 3, 4]);
    expect(buffer.after(0).isOverrun).toBe(true);
    expect(buffer.after(1).isOverrun).toBe(false);
  });

  it("is the newest one in any case, and no more beside one that is too large", () => {
    const buffer = new ReplayBuffer({ maxEvents: 100, maxBytes: 10 });
    fill(buffer, [1, 1, 11]);
    expect(placesAfter(buffer, -1)).toEqual([2]);
    buffer.add(eventOf(3, 1));
    expect(placesAfter(buffer, -1)).toEqual([3]);
  });

  it("counts what goes over the wire, in UTF-8", () => {
    const event = {
      event: "on_chain_stream",
      name: "a",
      run_id: "1",
      parent_ids: [],
      tags: [],
      metadata: {},
      seq: 0,
      time: 0,
      data: { chunk: "ä€🙂" },
    } as unknown as StreamEvent;
    const hosted = new HostedEvent(event, 0);
    expect(hosted.sizeBytes).toBe(Buffer.byteLength(hosted.data));
    expect(hosted.sizeBytes).toBe(hosted.data.length + 1 + 2 + 2);
  });

  it("is not held beyond that: what was dropped is gone", () => {
    const buffer = new ReplayBuffer({ maxEvents: 1000, maxBytes: 100 });
    for (let place = 0; place < 10_000; place += 1) buffer.add(eventOf(place, 30));
    expect(placesAfter(buffer, -1)).toEqual([9997, 9998, 9999]);
  });
});
