import { EventEmitter } from "node:events";
import { whenClosed } from "../../src/util/when-closed.ts";

/** What a connection of Node is, as far as is needed here. */
class Socket extends EventEmitter {
  readonly destroyed: boolean;

  constructor(destroyed = false) {
    super();
    this.destroyed = destroyed;
  }
}

it("tells all who wait by one listener, and nobody who waits no longer", () => {
  const socket = new Socket();
  const told: number[] = [];
  const stops = Array.from({ length: 20 }, (_, at) => whenClosed(socket, () => told.push(at)));
  for (const stop of stops.slice(2)) stop();
  expect(socket.listenerCount("close")).toBe(1);
  socket.emit("close");
  expect(told).toEqual([0, 1]);
});

it("tells at once that a socket has closed already", () => {
  const told = jest.fn();
  whenClosed(new Socket(true), told)();
  expect(told).toHaveBeenCalledTimes(1);
});
