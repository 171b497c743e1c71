// "Some of the runs" of docs/subscriptions.md. Edit it there; `npm run docs` writes this file.

import { CallbackManager, type CallbackHandler } from "@rivulet/core";
import { redact, sample } from "@rivulet/core/operators";

const exporter: CallbackHandler = { on_event: ({ event, name }) => console.log(event, name) };
const callbacks = [sample(redact(exporter, { keys: ["password"] }), { keepErrors: true })];
const manager = new CallbackManager({ callbacks });

manager.startRun({ type: "tool", name: "good" }).end("fine");
manager.startRun({ type: "tool", name: "bad" }).error(new Error("broken"));
