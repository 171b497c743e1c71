import { captureAmbient } from "#platform";
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
const afterMicrotasks = /* @__PURE__ */ findNextTick();
const now = performance.now.bind(performance);

const soon = Promise.resolve();
// The context of the run that sets the line going, which may end soon, would be kept for as long as the line moves.
const outside = /* @__PURE__ */ captureAmbient();
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
  #waiting: (() => void)[] = [];

  /** Whether it is this root's turn. */
  get isNow(): boolean {
    return this.#stretch === stretch;
  }

  /** Calls `resume` once, when its turn comes. */
  whenNext(resume: () => void): void {
    this.#waiting.push(resume);
    if (this.#waiting.length > 1) return;
    line.push(this);
    if (!isMoving) moveOn();
  }

  /** Called when its turn has come. */
  begin(): void {
    this.#stretch = stretch;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resume of waiting) resume();
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

  /** Called with each chunk: whether it may be handed on at once. If not, it may when its root has its next turn. */
  takes(): boolean {
    if (this.#stretch !== stretch) this.#enterStretch();
    else if (this.#left === 0) return false;
    else this.#left -= 1;
    return true;
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

function moveOn(): void {
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
  stretch += 1;
  // To all of them where a turn takes a timer, of 4 ms in browsers.
  do line.shift()?.begin();
  while (afterMicrotasks === undefined && line.size > 0);
  isMoving = line.size > 0;
  if (isMoving) outside(moveOnSoon);
}

// In a microtask: of two ticks in a row, the second comes before any microtask.
function moveOnSoon(): void {
  void soon.then(moveOn);
}

// What a bundler puts in its place for a browser waits for a timer, and what a test puts there for the test.
function findNextTick(): ((next: () => void) => void) | undefined {
  const { versions, nextTick } = process ?? {};
  const isNodes = versions?.node !== undefined && nextTick !== undefined && !("clock" in nextTick);
  return isNodes ? nextTick : undefined;
}
