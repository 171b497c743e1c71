import { RingBuffer } from "../util/ring-buffer.ts";

interface Taker { hasTurn(): void }
const { process, setImmediate } = globalThis as { process?: { nextTick?: (next: () => void) => void }; setImmediate?: (n: () => void) => void };
const nextTick = process?.nextTick;

const soon = Promise.resolve();
export class Turns {
  readonly #line = new RingBuffer<Taker>();
  #isMoving = false;
  stretch = 0;
  #since = 0;
  move(): void {
    if (this.#isMoving || nextTick === undefined) return;
    this.#isMoving = true;
    nextTick(this.#next);
  }
  join(taker: Taker): void {
    this.#line.push(taker);
    this.move();
  }
  readonly #afterOthers = (): void => {
    this.#since = performance.now();
    this.#next();
  };
  readonly #next = (): void => {
    this.#isMoving = false;
    this.stretch += 1;
    const taker = this.#line.shift();
    if (this.#line.size > 0) {
      if (performance.now() - this.#since > 4) {
        this.#isMoving = true;
        setImmediate?.(this.#afterOthers);
      } else { this.#isMoving = true; void soon.then(() => { nextTick?.(this.#next); }); }
    }
    taker?.hasTurn();
  };
}
export const turns = new Turns();
