import type { EventListener } from "../callbacks/callback-handler.ts";
import { Listener } from "../callbacks/listener.ts";
import { customEventOrigin } from "../events/custom-event-origin.ts";
import type { CompiledFilter, FilterSubject } from "../events/event-filter.ts";
import { runPhases, type EventName, type RunPhase } from "../events/event-name.ts";
import type { RunEvent } from "../events/run-event.ts";
import { isRunType, type RunType } from "../events/run-type.ts";
import type { DebugPackage } from "./debug-host.ts";
import { previewValue } from "./preview-value.ts";
import { toSafeName } from "./safe-name.ts";

const linePhases = [...runPhases, "custom"] as const;
type LinePhase = RunPhase | "custom";

/** What is known of a run while it is open: all that is kept of it. */
interface Times {
  readonly started: number;
  last: number;
}

const maxIndent = 20;
const maxKnown = 1_000;

/** How lines are written. */
interface LineOptions {
  readonly maxPayload: number;
  /** Where they go, without colours; by default to standard error, as those of the package `debug` do. */
  readonly write: ((line: string) => void) | undefined;
}

/** Writes a line for each event whose namespace, `rivulet:<type>:<name>:<phase>`, the package `debug` has enabled. */
export class DebugLines {
  readonly #debug: DebugPackage;
  readonly #maxPayload: number;
  readonly #write: ((line: string) => void) | undefined;
  readonly #times = new Map<string, Times>();
  // Matching is by patterns, one after the other, and there are few names.
  readonly #known = new Map<string, boolean>();

  constructor(debug: DebugPackage, { maxPayload, write }: LineOptions) {
    this.#debug = debug;
    this.#write = write;
    this.#maxPayload = maxPayload;
  }

  /** Apart for chunks: where nobody wants those of a run, none of their events is built. */
  get listeners(): readonly Listener[] {
    const on_event: EventListener<RunEvent> = (event) => {
      this.#tell(event);
    };
    return [
      new Listener({ on_event }, { filter: this.#filter((name) => !name.endsWith("_stream")) }),
      new Listener({ on_event }, { filter: this.#filter((name) => name.endsWith("_stream")) }),
    ];
  }

  #filter(matchesEventName: (name: EventName) => boolean): CompiledFilter {
    // An end tells the time since a start that need not be shown itself.
    const phases = matchesEventName("on_chain_stream") ? ["stream" as const] : linePhases;
    return {
      couldMatch: () => true,
      matchesEventName,
      matchesRun: ({ type, name }: FilterSubject) =>
        type !== undefined &&
        phases.some((phase) => this.#isEnabled(toNamespace(type, name, phase))),
      matchesCustomEvent: ({ type, name }: FilterSubject) =>
        type !== undefined && this.#isEnabled(toNamespace(type, name, "custom")),
      where: undefined,
    };
  }

  #isEnabled(namespace: string): boolean {
    let isEnabled = this.#known.get(namespace);
    if (isEnabled === undefined) {
      // Names may be made up for each run.
      if (this.#known.size >= maxKnown) this.#known.clear();
      isEnabled = this.#debug.enabled(namespace);
      this.#known.set(namespace, isEnabled);
    }
    return isEnabled;
  }

  #tell(event: RunEvent): void {
    const { type, name, phase } = originOf(event);
    const passedMs = this.#measure(event, phase);
    const namespace = toNamespace(type, name, phase);
    if (!this.#isEnabled(namespace)) return;
    const indent = "  ".repeat(Math.min(event.parent_ids.length, maxIndent));
    const payload = this.#payloadOf(event, phase);
    const parts = [this.#paint(namespace), payload, passedMs].filter((part) => part !== "");
    const line = indent + parts.join(" ");
    if (this.#write === undefined) this.#debug.log(line);
    else this.#write(line);
  }

  // A chunk is measured from the last line of its run, an end from the start.
  #measure({ run_id: id, time }: RunEvent, phase: LinePhase): string {
    if (phase === "start") this.#times.set(id, { started: time, last: time });
    const times = this.#times.get(id);
    if (phase === "start" || times === undefined) return "";
    if (phase === "stream" || phase === "custom") {
      const sinceLast = time - times.last;
      times.last = time;
      return `+${toDuration(sinceLast)}`;
    }
    this.#times.delete(id);
    return toDuration(time - times.started);
  }

  #payloadOf({ data, event, name }: RunEvent, phase: LinePhase): string {
    if (event === "on_custom_event")
      return `${toSafeName(name)} ${previewValue(data, this.#maxPayload)}`.trimEnd();
    const key = payloadKeys[phase];
    const payload = data as Readonly<Record<string, unknown>>;
    return key in payload ? previewValue(payload[key], this.#maxPayload) : "";
  }

  #paint(namespace: string): string {
    if (this.#write !== undefined || !this.#debug.useColors()) return namespace;
    // One colour for a run, whatever the phase.
    const colour = Number(this.#debug.selectColor(namespace.slice(0, namespace.lastIndexOf(":"))));
    return `\u001B[3${colour < 8 ? colour : `8;5;${colour}`};1m${namespace}\u001B[0m`;
  }
}

const payloadKeys: Readonly<Record<LinePhase, string>> = {
  start: "input",
  stream: "chunk",
  end: "output",
  error: "error",
  cancel: "reason",
  custom: "",
};

interface Origin {
  readonly type: RunType;
  readonly name: string;
  readonly phase: LinePhase;
}

function originOf(event: RunEvent): Origin {
  if (event.event === "on_custom_event") {
    const { type = "chain", name = "" } = customEventOrigin(event) ?? {};
    return { type, name, phase: "custom" };
  }
  const split = event.event.lastIndexOf("_");
  const type = event.event.slice("on_".length, split);
  const phase = event.event.slice(split + 1) as RunPhase;
  return { type: isRunType(type) ? type : "chain", name: event.name, phase };
}

function toNamespace(type: RunType, name: string, phase: LinePhase): string {
  return `rivulet:${type}:${toSafeName(name)}:${phase}`;
}

function toDuration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)}s`;
  return `${ms.toFixed(ms < 10 ? 1 : 0)}ms`;
}
