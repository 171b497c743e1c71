// "Secrets" of docs/subscriptions.md. Edit it there; `npm run docs` writes this file.

import { observeRuns, traceable } from "@rivulet/core";
import { redactRuns } from "@rivulet/core/operators";

const stopRedacting = redactRuns({ keys: ["password"], patterns: [/sk-[a-z0-9]{8,32}/] });
const subscription = observeRuns().subscribe((event) => console.log(event.event, event.data));

const signIn = traceable(
  (user: { name: string; password: string }) => `${user.name} has sk-abcd12345678`,
  { name: "signIn" },
);
console.log(signIn({ name: "ada", password: "hunter2" }));

subscription.unsubscribe();
stopRedacting();
