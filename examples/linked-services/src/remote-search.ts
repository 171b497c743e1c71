import { tracedFetch } from "@rivulet/http";
import { BaseRetriever, Document, type RunnableConfig } from "@rivulet/runnables";

/** Asks the search service. What runs there is below this retriever's run, since the request carries its trace. */
export class RemoteSearch extends BaseRetriever {
  readonly #url: string;
  readonly #fetch = tracedFetch();

  constructor(url: string) {
    super();
    this.#url = url;
  }

  protected override async _getRelevantDocuments(
    query: string,
    { signal }: RunnableConfig,
  ): Promise<readonly Document[]> {
    const url = `${this.#url}/search?${String(new URLSearchParams({ query }))}`;
    const response = await this.#fetch(url, signal === undefined ? {} : { signal });
    if (!response.ok) throw new Error(`The search service answered ${String(response.status)}.`);
    const notes = (await response.json()) as readonly string[];
    return notes.map((pageContent) => new Document({ pageContent }));
  }
}
