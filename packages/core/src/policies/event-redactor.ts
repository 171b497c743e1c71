import type { RunInfo } from "../callbacks/callback-handler.ts";
import { reportListenerError } from "../callbacks/report-listener-error.ts";
import { customEventOrigin, noteCustomEventOrigin } from "../events/custom-event-origin.ts";
import type { Metadata, RunEvent } from "../events/run-event.ts";
import { isTerminal, phaseOf, rootIdOf } from "../operators/event-facts.ts";
import { isPlainObject } from "../util/is-plain-object.ts";
import { PayloadRewriter, payloadFields, unredactable } from "./payload-rewriter.ts";
import { RedactedStream, type PendingPayload } from "./redacted-stream.ts";
import type { RedactionRules } from "./redaction-rules.ts";

/** An event on its way, in the order in which it came. */
interface HeldEvent {
  readonly event: RunEvent;
  readonly payload: PendingPayload;
}

/** What a run streams, and the runs that it is in. */
interface RunStream {
  readonly stream: RedactedStream;
  readonly parentIds: readonly string[];
}

/** What is known of the runs below one root: what they stream, and what waits. */
interface Root {
  readonly streams: Map<string, RunStream>;
  held: HeldEvent[];
}

type RunFacts = Pick<RunInfo, "name" | "tags" | "metadata">;

/**
 * Makes events fit to leave the process. Each event comes out as it is, or as a copy without secrets, in the order in which
 * it came in. Where a chunk ends with what may be the beginning of a secret, it waits until the next chunk of its run, or
 * the run's end, decides that, and the later events of the same root wait behind it.
 */
export class EventRedactor {
  /** What it goes by. */
  readonly rules: RedactionRules;
  readonly #roots = new Map<string, Root>();
  // Made once for each run: all of its events have the same ones.
  readonly #known = new WeakMap<object, unknown>();
  // Most events in a row are of few runs, and a stream's of one.
  #lastName: { readonly name: string; readonly told: string } | undefined;

  constructor(rules: RedactionRules) {
    this.rules = rules;
  }

  /** Takes an event in, and gives those that may be told now. Never throws: what can't be redacted is replaced. */
  add(event: RunEvent): readonly RunEvent[] {
    const rootId = rootIdOf(event);
    const root: Root = this.#roots.get(rootId) ?? { streams: new Map(), held: [] };
    const payload = this.#payloadOf(event, root);
    if (isTerminal(event)) this.#endRun(event, root);
    root.held.push({ event, payload });
    if (root.held.length > this.rules.bounds.maxHeldEvents) giveUp(root);
    const told = this.#release(root);
    if (root.streams.size > 0) this.#roots.set(rootId, root);
    else this.#roots.delete(rootId);
    return told;
  }

  /** Says that no more events come: gives all that wait, with what is undecided replaced. */
  end(): readonly RunEvent[] {
    const roots = [...this.#roots.values()];
    this.#roots.clear();
    return roots.flatMap((root) => {
      giveUp(root);
      return this.#release(root);
    });
  }

  /** What an `around` hook may know of a run. */
  redactRun(run: RunInfo): RunInfo {
    const { id, type, parentIds } = run;
    return { id, type, parentIds, ...this.#factsOf(run) };
  }

  #payloadOf(event: RunEvent, root: Root): PendingPayload {
    const rewriter = new PayloadRewriter(this.rules);
    if (phaseOf(event) !== "stream" || this.rules.patterns.isEmpty)
      return decided(() => rewriter.rewrite(event.data, "data"));
    const stream = this.#streamOf(event, root);
    try {
      return stream.add(event.data);
    } catch {
      // What it had of the chunk until then, it may have taken for a beginning.
      stream.giveUp();
      return decided(() => {
        throw new Error("The chunk can't be read.");
      });
    }
  }

  #streamOf({ run_id: id, parent_ids: parentIds }: RunEvent, { streams }: Root): RedactedStream {
    let known = streams.get(id);
    if (known === undefined) {
      known = { stream: new RedactedStream(this.rules), parentIds };
      streams.set(id, known);
    }
    return known.stream;
  }

  #endRun({ run_id: id }: RunEvent, { streams }: Root): void {
    streams.get(id)?.stream.end();
    streams.delete(id);
    // Runs that outlive the one around them don't keep its end waiting: nobody may listen when it comes.
    for (const { stream, parentIds } of streams.values())
      if (parentIds.includes(id)) stream.giveUp();
  }

  #release(root: Root): readonly RunEvent[] {
    const waiting = root.held.findIndex(({ payload }) => !payload.isDecided());
    const count = waiting < 0 ? root.held.length : waiting;
    const ready = root.held.slice(0, count);
    root.held = root.held.slice(count);
    return ready.map((held) => this.#finish(held));
  }

  #finish({ event, payload }: HeldEvent): RunEvent {
    const facts = this.#factsOf(event);
    const data = this.#orElse(payload.finish, () => hideData(event.data));
    const origin = customEventOrigin(event);
    const toldOrigin = origin === undefined ? undefined : this.#nameOf(origin.name);
    const isSame =
      data === event.data &&
      facts.name === event.name &&
      facts.tags === event.tags &&
      facts.metadata === event.metadata &&
      toldOrigin === origin?.name;
    if (isSame) return event;
    const copy = { ...event, ...facts, data } as RunEvent;
    if (origin !== undefined && toldOrigin !== undefined)
      noteCustomEventOrigin(copy, { type: origin.type, name: toldOrigin });
    return copy;
  }

  #factsOf({ name, tags, metadata }: RunFacts): RunFacts {
    const rewrite = (value: unknown, field: string): unknown =>
      new PayloadRewriter(this.rules).rewrite(value, field);
    const once = <Value extends object>(
      value: Value,
      field: string,
      hidden: () => Value,
    ): Value => {
      if (!this.#known.has(value))
        this.#known.set(
          value,
          this.#orElse(() => rewrite(value, field), hidden),
        );
      const known = this.#known.get(value);
      // A policy may hide all of it: then it is empty, not a text, for those who read it.
      return typeof known === "object" && known !== null ? (known as Value) : hidden();
    };
    return {
      name: this.#nameOf(name),
      tags: once<readonly string[]>(tags, "tags", () => []),
      metadata: once<Metadata>(metadata, "metadata", () => ({})),
    };
  }

  #nameOf(name: string): string {
    if (this.#lastName?.name !== name) {
      const told = String(new PayloadRewriter(this.rules).rewrite(name, "name"));
      this.#lastName = { name, told };
    }
    return this.#lastName.told;
  }

  #orElse(redact: () => unknown, hide: () => unknown): unknown {
    try {
      return redact();
    } catch {
      // Without its cause, which may tell what was not to be told.
      const failure = new Error("A value could not be redacted, and was replaced as a whole.");
      reportListenerError(failure, { handler: undefined, event: undefined }, this);
      return hide();
    }
  }
}

function decided(finish: () => unknown): PendingPayload {
  return { isDecided: () => true, finish };
}

function giveUp({ streams }: Root): void {
  for (const { stream } of streams.values()) stream.giveUp();
}

function hideData(data: unknown): unknown {
  const hidden = unredactable("a value that can't be read");
  if (!isPlainObject(data)) return hidden;
  const known = [...payloadFields].filter((key) => key in data);
  return known.length === 0 ? hidden : Object.fromEntries(known.map((key) => [key, hidden]));
}
