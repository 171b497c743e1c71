import process from "node:process";
import { setImmediate } from "node:timers";
import { captureAmbient } from "./ambient-run.ts";

/** How many chunks a source hands on in a turn. */
const burstLength = 128;

/** How many sources of one root have a turn together. */
const sourcesPerTurn = 16;

/** For how many milliseconds, and how many turns, at most, before timers and sockets have theirs: a clock may stand still. */
const longestSpellMs = 1;
const mostTurnsOfSpell = 64;

// Taken when the module is loaded, so that fake timers that a test installs later do not stop a stream: some replace what the
// module exports as well. Nor do those that are installed already, which have a `clock`.
const now = performance.now.bind(performance);
const afterSockets: (next: () => void) => void =
  "clock" in setImmediate ? afterMessage : setImmediate;
const afterMicrotasks: (next: () => void) => void =
  "clock" in process.nextTick ? afterSockets : process.nextTick;

const soon = Promise.resolve();

// The context of the run that sets the line going, which may end soon, would be kept for as long as the line moves.
const outside = captureAmbient();
// A plain list, whose first is taken in 0.1 us: in the bundle, the file that has `Fifo` imports this one.
const line: Turn[] = [];
// A stretch is what runs until the microtasks have run out. They are counted while sources read.
let stretch = 0;
let endingStretch = -1;
let isMoving = false;
let spellStart = -Infinity;
let turnsOfSpell = 0;

/**
 * The turns of the sources below one root run. A source that has its chunks ready would keep everybody else waiting; a thousand
 * of them, a chunk each in turn, would for each chunk fetch anew what the processor's cache had of their run: three times as
 * dear. So in a stretch of microtasks the first chunk of a source goes on at once, and for those that follow its root waits in
 * line. When the microtasks have run out, the sources of the next root in line may hand on a burst each.
 *
 * The sources of a root have their turn together, a chunk each in turn, up to 16 of them: more would keep the others waiting again.
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
    for (const resume of this.#waiting.splice(0, sourcesPerTurn)) resume();
    if (this.#waiting.length > 0) line.push(this);
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
    // Beside this chunk and the one that waited.
    this.#left = this.#turn.isNow ? burstLength - 2 : 0;
    if (endingStretch === stretch) return;
    endingStretch = stretch;
    afterMicrotasks(endStretch);
  }
}

function endStretch(): void {
  // Not when a turn was given in the meantime: that is a stretch of its own already.
  if (endingStretch === stretch) stretch += 1;
}

function moveOn(): void {
  isMoving = true;
  turnsOfSpell += 1;
  const isOver = turnsOfSpell > mostTurnsOfSpell || now() - spellStart > longestSpellMs;
  if (isOver) afterSockets(beginSpell);
  else afterMicrotasks(giveTurn);
}

function beginSpell(): void {
  spellStart = now();
  turnsOfSpell = 0;
  giveTurn();
}

function giveTurn(): void {
  stretch += 1;
  line.shift()?.begin();
  isMoving = line.length > 0;
  if (isMoving) outside(moveOnSoon);
}

// In a microtask: of two ticks in a row, the second comes before any microtask.
function moveOnSoon(): void {
  void soon.then(moveOn);
}

// Nothing fakes it.
function afterMessage(next: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.once("message", () => {
    port1.close();
    next();
  });
  port2.postMessage(undefined);
}
