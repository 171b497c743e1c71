import { tracingChannel } from "node:diagnostics_channel";
import { inspect } from "node:util";
import {
  CallbackManager,
  configure,
  EventCollector,
  observeRuns,
  type RunEvent,
  type EventStream,
} from "@rivulet/core";
import {
  enableDebug,
  hook,
  inspectRuns,
  runChannelName,
  watchRuns,
  type RunMessage,
} from "@rivulet/core/debug";
import {
  firstChunk,
  groupByRun,
  sample,
  text,
  throttleChunks,
  toRunTree,
  withUsage,
} from "@rivulet/core/operators";
import { serializeEvent } from "@rivulet/core/wire";
import { connectEvents, eventsHandler, langserveHandler, RemoteRunnable } from "@rivulet/http";
import {
  checkForLeaks,
  EventRecorder,
  renderRunTree,
  toRunTree as toTestTree,
} from "@rivulet/testing";
import { tool } from "@rivulet/runnables";
import { mergeAll, tap, type Observable } from "rxjs";
import { HttpServer } from "./http-server.ts";
import { config, input, leaky } from "./planted-secrets.ts";

/** What a sink was told, in every form in which it could tell it on. */
export type Told = (...values: readonly unknown[]) => void;

/** A way out of the process for what runs tell, and the exports of the packages that it is. */
export interface Sink {
  readonly name: string;
  readonly exports: readonly string[];
  /** Lets `leaky` run, and hands over what it is told. */
  readonly listen: (told: Told) => Promise<void>;
}

const run = async (): Promise<void> => void (await leaky.invoke(input, config));

async function subscribed(events$: Observable<unknown>, told: Told): Promise<void> {
  const subscription = events$.subscribe((value) => {
    told(value);
  });
  await run();
  subscription.unsubscribe();
}

async function read(stream: AsyncIterable<unknown>, told: Told): Promise<void> {
  for await (const value of stream) told(value);
}

async function served(
  handler: (request: Request) => Promise<Response>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const server = await HttpServer.start(handler);
  try {
    await use(server.url);
  } finally {
    await server.close();
  }
}

async function framesOf(
  url: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

const ofCore: readonly Sink[] = [
  {
    name: "a handler of the process",
    exports: ["configure", "toListeners", "contextOf", "dispatchCustomEvent"],
    listen: async (told) => {
      configure({ callbacks: [{ on_event: told, on_chain_end: told, on_tool_start: told }] });
      await run();
    },
  },
  {
    name: "a handler of a call, and a sampled one",
    exports: ["sample", "CallbackManager"],
    listen: async (told) => {
      const callbacks = [{ on_event: told }, sample({ on_event: told }, { ratio: 1 })];
      await leaky.invoke(input, { ...config, callbacks });
      const all = new CallbackManager({ callbacks });
      all.startRun({ type: "llm", name: "a", input }).cancel(new Error(input.question));
    },
  },
  {
    name: "a handler of a component's own",
    exports: ["listenersOfRun", "Listener"],
    listen: async (told) => {
      const own = tool(({ question, card }: typeof input) => ({ question, card }), {
        name: "own",
        callbacks: [{ on_event: told }],
      });
      await own.invoke(input, config);
    },
  },
  {
    name: "what is reported of a listener",
    exports: [],
    listen: async (told) => {
      const on_event = (): never => {
        throw new Error("listener");
      };
      configure({ callbacks: [{ on_event }], onListenerError: (_error, { event }) => told(event) });
      await run();
    },
  },
  {
    name: "an `around`",
    exports: [],
    listen: async (told) => {
      configure({
        callbacks: [
          {
            around: (about, next) => {
              const { id, name, type, parentIds, tags, metadata } = about;
              told({ id, name, type, parentIds, tags, metadata });
              return next();
            },
          },
        ],
      });
      await run();
    },
  },
  {
    name: "a collector",
    exports: ["EventCollector", "serializeEvent", "parseEvent"],
    listen: async (told) => {
      const collector = new EventCollector();
      collector.events$.subscribe((event) => {
        told(event, serializeEvent(event));
      });
      const loop = read(collector, told);
      await leaky.invoke(input, { ...config, callbacks: [collector] });
      collector.complete();
      await loop;
    },
  },
  {
    name: "subscribers of the process, by every operator",
    exports: [
      "observeRuns",
      "toRunTree",
      "withUsage",
      "firstChunk",
      "throttleChunks",
      "groupByRun",
    ],
    listen: async (told) => {
      const operators = [toRunTree(), withUsage(), firstChunk(), throttleChunks(0)];
      const also = operators.map((operator) =>
        observeRuns()
          .pipe(operator as typeof withUsage extends () => infer Operator ? Operator : never)
          .subscribe((value) => {
            told(value);
          }),
      );
      also.push(
        observeRuns()
          .pipe(groupByRun(), mergeAll())
          .subscribe((event) => {
            told(event);
          }),
      );
      await subscribed(observeRuns(), told);
      for (const one of also) one.unsubscribe();
    },
  },
  {
    name: "the text of models, joined",
    exports: ["text"],
    listen: async (told) => {
      let joined = "";
      await subscribed(
        observeRuns().pipe(
          text(),
          tap((piece) => (joined += piece)),
        ),
        told,
      );
      told(joined);
    },
  },
  {
    name: "hooks",
    exports: ["hook"],
    listen: async (told) => {
      const unhook = hook(
        {},
        { onStart: told, onChunk: told, onEnd: told, onError: told, onCancel: told },
      );
      await run();
      unhook();
    },
  },
  {
    name: "debug lines",
    exports: ["enableDebug"],
    listen: async (told) => {
      const disable = enableDebug({ namespaces: "rivulet:*", maxPayload: 10_000, write: told });
      await run();
      disable();
    },
  },
  {
    name: "the tracing channel",
    exports: ["runChannelName"],
    listen: async (told) => {
      const channel = tracingChannel<unknown, RunMessage>(runChannelName);
      const tell = (message: unknown): void => {
        told(message);
      };
      const subscribers = { start: tell, end: tell, asyncStart: tell, asyncEnd: tell, error: tell };
      channel.subscribe(subscribers);
      await run();
      channel.unsubscribe(subscribers);
    },
  },
  {
    name: "what is open",
    exports: ["watchRuns", "inspectRuns", "OpenRuns", "reportOpenRunsAtExit"],
    listen: async (told) => {
      const stop = watchRuns();
      const open = new CallbackManager().startRun({ type: "tool", name: input.question });
      told(inspectRuns(), inspectRuns().tree, String(inspectRuns()));
      open.end(1);
      stop();
    },
  },
];

const ofRunnables: readonly Sink[] = [
  {
    name: "streams of events",
    exports: ["EventStream", "Runnable", "RunLog", "RunLogPatch"],
    listen: async (told) => {
      await read(leaky.streamEvents(input, config), told);
      await read(leaky.streamEvents(input, { ...config, version: "v1" }), told);
      await read(leaky.streamLog(input, config), told);
      const events$ = leaky.streamEvents(input, config);
      events$.subscribe((event) => {
        told(event);
      });
      await events$.output;
    },
  },
  {
    name: "the listeners of a component",
    exports: [],
    listen: async (told) => {
      const listened = leaky.withListeners({ onStart: told, onChunk: told, onEnd: told });
      await listened.invoke(input, config);
    },
  },
  {
    name: "a recorder and its tree",
    exports: ["EventRecorder", "renderRunTree"],
    listen: async (told) => {
      const recorder = new EventRecorder<RunEvent>();
      await leaky.invoke(input, { ...config, callbacks: [recorder] });
      told(recorder.events, toTestTree(recorder), renderRunTree(recorder));
    },
  },
  {
    name: "what a leak check says",
    exports: ["createLeakCheck", "checkForLeaks", "LeakError"],
    listen: async (told) => {
      const open = (): unknown =>
        new CallbackManager().startRun({ type: "tool", name: input.question });
      await checkForLeaks(open, { retained: false }).catch((error: unknown) => {
        told(error);
      });
    },
  },
];

const ofHttp: readonly Sink[] = [
  {
    name: "frames of events over HTTP, and of the buffer, and what reads them",
    exports: ["eventsHandler", "connectEvents", "useRunEvents", "useRunTree"],
    listen: async (told) => {
      const handler = eventsHandler(leaky.withConfig(config));
      await served(handler, async (url) => {
        const first = await framesOf(url, { input });
        const frames = await first.text();
        const id = /^id: *(.*)$/mu.exec(frames)?.[1] ?? "";
        const runId = first.headers.get("x-run-id") ?? "";
        const again = await fetch(`${url}/runs/${runId}`, { headers: { "last-event-id": id } });
        const replayed = await again.text();
        if (!replayed.includes("event: end")) throw new Error(`Not replayed: ${replayed}`);
        told(frames, replayed);
        await read(connectEvents(url, { input }) as EventStream, told);
      });
      await handler.close();
    },
  },
  {
    name: "frames in LangServe's form, and a remote component's events",
    exports: ["langserveHandler", "RemoteRunnable"],
    listen: async (told) => {
      await served(langserveHandler(leaky.withConfig(config)), async (url) => {
        told(await (await framesOf(`${url}/stream_events`, { input })).text());
      });
      const handler = eventsHandler(leaky.withConfig(config));
      await served(handler, async (url) => {
        await read(new RemoteRunnable(url).streamEvents(input, config), told);
      });
      await handler.close();
    },
  },
];

export const sinks: readonly Sink[] = [...ofCore, ...ofRunnables, ...ofHttp];

/** A value in every form in which it could be printed. */
export function printed(value: unknown): string {
  const shown = inspect(value, { depth: 50, maxStringLength: null, maxArrayLength: null });
  return `${shown}\n${typeof value === "string" ? value : JSON.stringify(value)}`;
}
