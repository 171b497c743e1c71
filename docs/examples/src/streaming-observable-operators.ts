// "Observable operators" of docs/streaming.md. Edit it there; `npm run docs` writes this file.

import { filter, lastValueFrom, map, scan } from "rxjs";
import { filterEvents } from "@rivulet/core";
import { ScriptedChatModel } from "@rivulet/testing";

const model = new ScriptedChatModel({ chunks: ["one ", "two ", "three"] });

const lengths = model.streamEvents("count").pipe(
  filterEvents({ includeEvents: ["on_chat_model_stream"] }),
  map((event) => (event.event === "on_chat_model_stream" ? event.data.chunk.text : "")),
  filter((text) => text !== ""),
  scan((text, more) => text + more, ""),
);
lengths.subscribe((text) => console.log(text));
console.log("last:", await lastValueFrom(lengths));
