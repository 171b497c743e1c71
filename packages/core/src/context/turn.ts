import { Fifo } from "../util/fifo.ts";

/** How many chunks a source hands on in a turn. */
const burstLength = 128;

/** For how many milliseconds turns are taken before timers and sockets have theirs. */
const longestSpellMs = 1;

// Taken when the module is loaded, so that fake timers that a test installs later do not stop a stream.
const {
  process,
  setImmediate: afterSockets = (next: () => void) => setTimeout(next, 0),
  setTimeout,
} = globalThis as {
  process?: {
    nextTick?: (next: () => void) => void;
    readonly versions?: { readonly node?: string };
  };
  setImmediate?: (next: () => void) => unknown;
} & typeof globalThis;
const afterMicrotasks = findNextTick();
const now = performance.now.bind(performance);

const line = new Fifo<Turn>();
// A stretch is what runs until the microtasks have run out. They are counted while sources read.
let stretch = 0;
let endingStretch = -1;
let isMoving = false;
let spellStart = -Infinity;

/**
 * The turns of the sources below one root run. A source that has its chunks ready would keep everybody else waiting; a thousand
 * of them, a chunk each in turn, would for each chunk fetch anew what the processor's cache had of their run: three times as
 * dear. So in a stretch of microtasks the first chunk of a source goes on at once, and for those that follow its root waits in
 * line. When the microtasks have run out, the sources of the next root in line may hand on a burst each.
 *
 * The order within a root's tree is what it was: its sources have their turn together.
 */
export class Turn {
  #stretch = -1;
  #next: Promise<void> | undefined;
  #begin: () => void = () => undefined;

  /** Whether it is this root's turn. */
  get isNow(): boolean {
    return this.#stretch === stretch;
  }

  /** Resolves when its turn comes. */
  next(): Promise<void> {
    if (this.#next === undefined) {
      this.#next = new Promise((resolve) => {
        this.#begin = resolve;
      });
      // In a microtask: of two ticks in a row, the second comes before any microtask. In the context of this root: that of
      // another, which may have ended, would be kept for as long as the line moves.
      void this.#next.then(keepMoving);
      line.push(this);
      keepMoving();
    }
    return this.#next;
  }

  /** Called when its turn has come. */
  begin(): void {
    this.#stretch = stretch;
    this.#next = undefined;
    this.#begin();
  }
}

/** When one source may hand on its chunks. */
export class Pace {
  readonly #turn: Turn;
  #stretch = -1;
  #left = 0;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  /** Called with each chunk. It may be handed on when what is returned has resolved; at once where that is `undefined`. */
  wait(): Promise<void> | undefined {
    if (this.#stretch !== stretch) this.#enterStretch();
    else if (this.#left === 0) return this.#turn.next();
    else this.#left -= 1;
    return undefined;
  }

  #enterStretch(): void {
    this.#stretch = stretch;
    // Beside this chunk and the one that waited. Where nobody can tell when the microtasks have run out, each has a burst.
    this.#left = this.#turn.isNow || afterMicrotasks === undefined ? burstLength - 2 : 0;
    if (endingStretch === stretch) return;
    endingStretch = stretch;
    afterMicrotasks?.(endStretch);
  }
}

function endStretch(): void {
  // Not when a turn was given in the meantime: that is a stretch of its own already.
  if (endingStretch === stretch) stretch += 1;
}

function keepMoving(): void {
  if (isMoving || line.size === 0) return;
  isMoving = true;
  if (afterMicrotasks === undefined || now() - spellStart > longestSpellMs)
    afterSockets(beginSpell);
  else afterMicrotasks(giveTurn);
}

function beginSpell(): void {
  spellStart = now();
  giveTurn();
}

function giveTurn(): void {
  isMoving = false;
  stretch += 1;
  // To all of them where a turn takes a timer, of 4 ms in browsers.
  do line.shift()?.begin();
  while (afterMicrotasks === undefined && line.size > 0);
}

// What a bundler puts in its place for a browser waits for a timer, and what a test puts there for the test.
function findNextTick(): ((next: () => void) => void) | undefined {
  const { versions, nextTick } = process ?? {};
  const isNodes = versions?.node !== undefined && nextTick !== undefined && !("clock" in nextTick);
  return isNodes ? nextTick : undefined;
}
