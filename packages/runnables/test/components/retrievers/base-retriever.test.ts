import { BaseRetriever, Document, RunnableLambda, type RunnableConfig } from "@rivulet/runnables";
import { ScriptedRetriever } from "@rivulet/testing";
import { collect } from "../../support/collect.ts";
import { failureOf, namesOf, record } from "../../support/record.ts";

const documents = [new Document({ pageContent: "a" }), new Document({ pageContent: "b" })];

describe("a retriever", () => {
  it("finds documents for a query, as a run of type retriever", async () => {
    const retriever = new ScriptedRetriever({
      documents,
      tags: ["own"],
      metadata: { store: "none" },
    });
    const events = await collect(retriever.streamEvents("who?"));

    expect(await retriever.invoke("who?")).toStrictEqual(documents);
    expect(events.map(({ event, data }) => [event, data])).toStrictEqual([
      ["on_retriever_start", { input: { query: "who?" } }],
      ["on_retriever_stream", { chunk: documents }],
      ["on_retriever_end", { output: documents }],
    ]);
    expect(events[0]).toMatchObject({
      name: "ScriptedRetriever",
      tags: ["own"],
      metadata: { store: "none" },
    });
  });

  it("streams one value, also when it found nothing", async () => {
    expect(await collect(new ScriptedRetriever({ documents: [] }).stream("who?"))).toStrictEqual([
      [],
    ]);
  });

  it("may answer synchronously", async () => {
    class Static extends BaseRetriever {
      protected override _getRelevantDocuments(): readonly Document[] {
        return documents;
      }
    }

    expect(await new Static().invoke("who?")).toBe(documents);
  });

  it("is the parent of what it calls, without and with the config passed on", async () => {
    const rewrite = RunnableLambda.from((query: string) => `${query}!`).withConfig({
      runName: "rewrite",
    });
    class Rewriting extends BaseRetriever {
      readonly passesOn: boolean;

      constructor(passesOn: boolean) {
        super();
        this.passesOn = passesOn;
      }

      protected override async _getRelevantDocuments(
        query: string,
        config: RunnableConfig,
      ): Promise<Document[]> {
        return [
          new Document({
            pageContent: await rewrite.invoke(query, this.passesOn ? config : undefined),
          }),
        ];
      }
    }
    for (const passesOn of [false, true]) {
      const events = await collect(
        new Rewriting(passesOn).streamEvents("who?", { tags: ["given"] }),
      );

      expect(events.map(({ event, name }) => `${event} ${name}`)).toStrictEqual([
        "on_retriever_start Rewriting",
        "on_chain_start rewrite",
        "on_chain_end rewrite",
        "on_retriever_stream Rewriting",
        "on_retriever_end Rewriting",
      ]);
      expect(events[1]).toMatchObject({ parent_ids: [events[0]?.run_id], tags: ["given"] });
    }
  });

  it.each<unknown>([42, null, undefined, ["who?"]])(
    "fails the run when the query is %j",
    async (query) => {
      const { events, callbacks } = record();
      const retriever = new ScriptedRetriever({ documents });

      expect(await failureOf(() => retriever.invoke(query as string, { callbacks }))).toMatchObject(
        {
          name: "InvalidInputError",
        },
      );
      expect(namesOf(events)).toStrictEqual(["on_retriever_start", "on_retriever_error"]);
    },
  );

  it("fails as its search does", async () => {
    const error = new Error("gone");
    const { events, callbacks } = record();
    const retriever = new ScriptedRetriever({ documents, failAt: 1, error });

    expect(await failureOf(() => collect(retriever.stream("who?", { callbacks })))).toBe(error);
    expect(namesOf(events)).toStrictEqual(["on_retriever_start", "on_retriever_error"]);
  });
});
