import {
  BaseRetriever,
  Document,
  type BaseRetrieverFields,
  type RunnableConfig,
} from "@rivulet/runnables";
import { checkScript, playScript, type Script } from "./script.ts";

/** What a scripted retriever finds. `failAt` and `stallAt` count documents. */
export interface ScriptedRetrieverFields
  extends BaseRetrieverFields, Omit<Script<Document>, "chunks"> {
  /** Texts, or documents, the best first. */
  readonly documents: readonly (string | Document)[];
}

/** A retriever that finds what it is told, whatever the query. */
export class ScriptedRetriever extends BaseRetriever {
  readonly #script: Script<Document>;

  /** @throws {@link InvalidArgumentError} when a position in the script is none. */
  constructor(fields: ScriptedRetrieverFields) {
    super(fields);
    const chunks = fields.documents.map((document) =>
      typeof document === "string" ? new Document({ pageContent: document }) : document,
    );
    this.#script = checkScript({ ...fields, chunks });
  }

  protected override async _getRelevantDocuments(
    _query: string,
    config: RunnableConfig,
  ): Promise<readonly Document[]> {
    const found: Document[] = [];
    for await (const document of playScript(this.#script, config)) found.push(document);
    return found;
  }
}
