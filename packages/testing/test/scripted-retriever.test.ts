import { InvalidArgumentError } from "@rivulet/core";
import { Document } from "@rivulet/runnables";
import { EventRecorder, ScriptedRetriever } from "@rivulet/testing";

describe("ScriptedRetriever", () => {
  it("finds what it is told, whatever the query", async () => {
    const second = new Document({ pageContent: "b", metadata: { source: "x" } });
    const retriever = new ScriptedRetriever({ documents: ["a", second] });
    const found = await retriever.invoke("anything");
    expect(found.map(({ pageContent }) => pageContent)).toEqual(["a", "b"]);
    expect(found[1]).toBe(second);
  });

  it("fails in the place of a document", async () => {
    const retriever = new ScriptedRetriever({ documents: ["a"], failAt: 1 });
    const recorder = await EventRecorder.from(retriever.streamEvents("hi"));
    expect(recorder.names()).toEqual(["on_retriever_start", "on_retriever_error"]);
  });

  it("refuses a script that it cannot play", () => {
    expect(() => new ScriptedRetriever({ documents: [], stallAt: 1 })).toThrow(
      InvalidArgumentError,
    );
  });
});
