// "Trees for a page" of docs/subscriptions.md. Edit it there; `npm run docs` writes this file.

import { toRunTree, type RunNode } from "@rivulet/core/operators";
import { StringOutputParser } from "@rivulet/runnables";
import { ScriptedChatModel } from "@rivulet/testing";

const chain = new ScriptedChatModel({ chunks: ["Hello", " there"] }).pipe(new StringOutputParser());

const outline = ({ name, status, text, children }: RunNode, indent = ""): string =>
  [
    `${indent}${name} (${status})${text === "" ? "" : `: ${text}`}`,
    ...children.map((child) => outline(child, `${indent}  `)),
  ].join("\n");

let roots: readonly RunNode[] = [];
const trees$ = chain.streamEvents("Hi");
trees$.pipe(toRunTree()).subscribe((next) => {
  roots = next;
});
await trees$.output;
for (const root of roots) console.log(outline(root));
