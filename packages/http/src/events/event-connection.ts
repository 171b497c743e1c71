import { RunCancelledError } from "@rivulet/core";
import type { StreamEvent } from "@rivulet/runnables";
import { encodeSseFrame, ssePing } from "../sse/encode-sse-frame.ts";
import { HostedEvent } from "./hosted-event.ts";
import { isStreamEvent, mergeStreamEvents } from "./merge-chunks.ts";

/** What a client that reads too slowly costs: `"wait"` holds the run back, `"coalesce"` adds up the chunks that it missed. */
export type EventBackpressure = "wait" | "coalesce";

/** How one client is told the events of a hosted run. */
export interface EventConnectionOptions {
  /** Which events it wants, of those that the server lets out. */
  readonly isWanted: (event: StreamEvent) => boolean;
  readonly backpressure: EventBackpressure;
  /** How many frames may wait for it. */
  readonly highWaterMark: number;
  /** How many frames may wait in any case: beyond that it is let go, and may connect again. */
  readonly maxWaiting: number;
  /** How long, in milliseconds, it may take nothing of what waits for it. */
  readonly stallTimeoutMs: number;
  readonly heartbeatMs: number;
  /** The SSE id that says that the client has everything up to a place. */
  readonly toId: (place: number) => string;
  /** The frame that tells nothing else than that. */
  readonly toPlaceFrame: (place: number) => string;
  /** Called once, when it has room again or is gone. */
  readonly onRoom: (connection: EventConnection) => void;
  readonly onLeave: (connection: EventConnection) => void;
}

/** One frame that waits, and the first of the events that are in it. */
interface Waiting {
  hosted: HostedEvent;
  readonly firstPlace: number;
}

/** About how much text is handed to the socket at a time, in characters. */
const maxTextLength = 64 * 1024;

/** One client of a hosted run: a bounded queue of frames, read by the socket as fast as that is. */
export class EventConnection {
  readonly #options: EventConnectionOptions;
  readonly #texts: string[] = [];
  #waiting: Waiting[] = [];
  /** Where the chunks begin that may still be merged: nothing but chunks stands behind it. */
  #mergeableFrom = 0;
  #ending: string | undefined;
  #offeredPlace = -1;
  #sentPlace = -2;
  #takenPlace = -1;
  #isGone = false;
  #isFull = false;
  #resume: (() => void) | undefined;
  #closeBody: () => void = () => undefined;
  #stall: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EventConnectionOptions) {
    this.#options = options;
  }

  /** Whether the run should wait for it. */
  get isFull(): boolean {
    return this.#isFull;
  }

  /** The place of the newest event that was handed to the socket; -1 before the first. */
  get takenPlace(): number {
    return this.#takenPlace;
  }

  /** How many frames wait for the socket. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Sends this text before anything else. */
  greet(text: string): void {
    this.#texts.push(text);
    this.#wake();
  }

  /**
   * Tells an event that this client may have been sent before, as it is: what it has of merged chunks it knows by their `seq`,
   * which merging them in another way would hide.
   */
  replay(hosted: HostedEvent): void {
    this.offer(hosted);
    this.#mergeableFrom = this.#waiting.length;
  }

  /** Tells an event; what does not pass the filter only moves the cursor. */
  offer(hosted: HostedEvent): void {
    if (this.#isGone) return;
    this.#offeredPlace = hosted.place;
    if (!this.#options.isWanted(hosted.event)) return;
    if (!this.#merge(hosted)) this.#waiting.push({ hosted, firstPlace: hosted.place });
    this.#wake();
    this.#checkSize();
  }

  /** No more will come: what waits is sent, then this, then it is over. */
  finish(text: string): void {
    this.#ending = text;
    this.#setFull(false);
    this.#wake();
  }

  /** The client is gone, or is let go. */
  leave(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#waiting = [];
    clearTimeout(this.#stall);
    this.#setFull(false);
    this.#wake();
    this.#closeBody();
    this.#options.onLeave(this);
  }

  /** The body of the answer. Frames are made when the socket asks for them. */
  toBody(): ReadableStream<Uint8Array> {
    const encoder = new TextEncoder();
    return new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          // To a client that does not read none is sent.
          const heartbeat = setInterval(() => {
            if (this.#resume !== undefined) this.greet(this.#toHeartbeat());
          }, this.#options.heartbeatMs);
          this.#closeBody = () => {
            clearInterval(heartbeat);
            // Whoever waits for the socket to take something learns of it as well.
            controller.error(new RunCancelledError("The client did not read, and was let go."));
          };
          if (this.#isGone) this.#closeBody();
        },
        pull: async (controller) => {
          const text = await this.#next();
          if (this.#isGone) return;
          if (text !== undefined) controller.enqueue(encoder.encode(text));
          if (!this.#isOver) return;
          controller.close();
          this.leave();
        },
        cancel: () => {
          this.leave();
        },
      },
      { highWaterMark: 0 },
    );
  }

  get #isOver(): boolean {
    return this.#isGone || (this.#ending === "" && this.#waiting.length === 0);
  }

  async #next(): Promise<string | undefined> {
    while (!this.#hasText()) {
      if (this.#isOver) return undefined;
      await new Promise<void>((resolve) => {
        this.#resume = resolve;
      });
    }
    return this.#take();
  }

  #hasText(): boolean {
    if (this.#isGone) return false;
    const hasEnding = this.#ending !== undefined && this.#ending !== "";
    return this.#texts.length > 0 || this.#waiting.length > 0 || hasEnding;
  }

  #take(): string {
    let text = this.#texts.splice(0).join("");
    let taken = 0;
    for (; taken < this.#waiting.length && text.length < maxTextLength; taken += 1) {
      text += this.#toText(taken);
    }
    this.#waiting.splice(0, taken);
    this.#mergeableFrom = Math.max(0, this.#mergeableFrom - taken);
    if (this.#waiting.length === 0 && this.#ending !== undefined) {
      text += this.#ending;
      this.#ending = "";
    }
    if (this.#waiting.length <= this.#options.highWaterMark / 2) this.#setFull(false);
    clearTimeout(this.#stall);
    this.#stall = undefined;
    if (this.#waiting.length > 0) this.#watchStall();
    return text;
  }

  // A frame's id says that everything up to it has come in: with merged chunks that is not the frame's own place.
  #toText(index: number): string {
    const hosted = this.#waiting[index]?.hosted;
    if (hosted === undefined) return "";
    this.#takenPlace = Math.max(this.#takenPlace, hosted.place);
    const next = this.#waiting[index + 1];
    const complete =
      next === undefined ? hosted.place : Math.min(hosted.place, next.firstPlace - 1);
    const id = complete > this.#sentPlace ? this.#options.toId(complete) : undefined;
    this.#sentPlace = Math.max(this.#sentPlace, complete);
    return encodeSseFrame({ event: hosted.event.event, id, data: hosted.data });
  }

  // With a narrow filter the cursor moves though nothing is sent: told now and then, it spares a client a needless reset.
  #toHeartbeat(): string {
    if (this.#waiting.length > 0 || this.#offeredPlace <= this.#sentPlace) return ssePing;
    this.#sentPlace = this.#offeredPlace;
    return this.#options.toPlaceFrame(this.#sentPlace);
  }

  #merge(hosted: HostedEvent): boolean {
    if (this.#options.backpressure !== "coalesce") return false;
    if (!isStreamEvent(hosted.event)) {
      this.#mergeableFrom = this.#waiting.length + 1;
      return false;
    }
    if (this.#waiting.length < this.#options.highWaterMark) return false;
    for (let index = this.#waiting.length - 1; index >= this.#mergeableFrom; index -= 1) {
      const waiting = this.#waiting[index];
      if (waiting?.hosted.event.run_id !== hosted.event.run_id) continue;
      const merged = mergeStreamEvents(waiting.hosted.event, hosted.event);
      if (merged === undefined) return false;
      waiting.hosted = new HostedEvent(merged, hosted.place);
      return true;
    }
    return false;
  }

  #checkSize(): void {
    if (this.#waiting.length >= this.#options.maxWaiting) this.leave();
    else if (this.#options.backpressure === "wait")
      this.#setFull(this.#isFull || this.#waiting.length >= this.#options.highWaterMark);
  }

  #setFull(isFull: boolean): void {
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    if (!isFull) this.#options.onRoom(this);
  }

  #watchStall(): void {
    if (this.#isGone) return;
    this.#stall ??= setTimeout(() => {
      this.leave();
    }, this.#options.stallTimeoutMs);
  }

  #wake(): void {
    const resume = this.#resume;
    this.#resume = undefined;
    if (resume === undefined) this.#watchStall();
    else resume();
  }
}
