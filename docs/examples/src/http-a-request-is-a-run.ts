// "A request is a run" of packages/http/README.md. Edit it there; `npm run docs` writes this file.

import { traceable } from "@rivulet/core";
import { traceRoute } from "@rivulet/http";
import { EventRecorder, renderRunTree } from "@rivulet/testing";

const search = traceable(async (query: string) => `a page about ${query}`, {
  name: "search",
  type: "tool",
});
const recorder = new EventRecorder();

const GET = traceRoute(
  async (request) => {
    const { searchParams } = new URL(request.url);
    return new Response(await search(searchParams.get("query") ?? ""));
  },
  { route: "/search", callbacks: [recorder] },
);

const response = await GET(new Request("http://localhost/search?query=cats"));
console.log(await response.text());
console.log(renderRunTree(recorder));
