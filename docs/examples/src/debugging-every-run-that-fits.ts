// "Every run that fits" of docs/debugging.md. Edit it there; `npm run docs` writes this file.

import { traceable } from "@rivulet/core";
import { hook } from "@rivulet/core/debug";

const unhook = hook(
  { type: "tool", name: /^search/ },
  {
    onEnd: ({ name, data }) => console.log(name, "found", data.output),
    around: ({ name }, next) => {
      console.log("into", name);
      try {
        return next();
      } finally {
        console.log("out of", name);
      }
    },
  },
);

const search = traceable((question: string) => [`a page about ${question}`], {
  name: "search_pages",
  type: "tool",
});
traceable(function answer(question: string) {
  return search(question).length;
})("rivers");
unhook();
