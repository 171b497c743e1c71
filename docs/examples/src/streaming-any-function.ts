// "Any function" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { EventCollector, configure, traceable } from "@rivulet/core";

const collector = new EventCollector();
collector.events$.subscribe((event) => console.log(event.event, event.name, event.data));
configure({ callbacks: [collector] });

const search = traceable((query: string) => [`about ${query}`], { name: "search", type: "tool" });
const answer = traceable(async function answer(question: string) {
  return search(question).length;
});

console.log(await answer("rivers"));
configure({ callbacks: [] });
