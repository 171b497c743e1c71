// "The tracing channel" of docs/debugging.md. Edit it there; `npm run docs` writes this file.

import { AsyncLocalStorage } from "node:async_hooks";
import { tracingChannel } from "node:diagnostics_channel";
import { traceable } from "@rivulet/core";
import { runChannelName, type RunMessage } from "@rivulet/core/debug";

const channel = tracingChannel<unknown, RunMessage>(runChannelName);
const span = new AsyncLocalStorage<string>();
const toSpan = (message: unknown): string =>
  [span.getStore(), (message as RunMessage).name].filter(Boolean).join(" > ");
channel.start.bindStore(span, toSpan);
const onEnd = (message: unknown): void => {
  const { name, outcome, output } = message as RunMessage;
  console.log(name, outcome, output);
};
channel.asyncEnd.subscribe(onEnd);

const search = traceable(
  async () => {
    console.log("in", span.getStore());
    return 2;
  },
  { name: "search" },
);
await traceable(() => search(), { name: "answer" })();

channel.asyncEnd.unsubscribe(onEnd);
channel.start.unbindStore(span);
