// "Before one handler" of docs/subscriptions.md. Edit it there; `npm run docs` writes this file.

import { configure, traceable, type CallbackHandler } from "@rivulet/core";
import { redact } from "@rivulet/core/operators";

const logger: CallbackHandler = {
  on_event: (event) => console.log(event.event, JSON.stringify(event.data)),
};
configure({
  callbacks: [
    redact(logger, {
      paths: ["data.input.*.card"],
      keys: ["password"],
      patterns: [/sk-[a-z0-9]{8,32}/],
    }),
  ],
});

const answer = traceable(
  function* answer(_user: { password: string; card: number }) {
    yield "the key is sk-ab";
    yield "cd12345678";
    yield ", keep it";
  },
  { name: "answer" },
);
for (const _ of answer({ password: "hunter2", card: 1234 }));
configure({ callbacks: [] });
