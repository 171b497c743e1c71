import {
  isAIMessageChunk,
  isBaseMessage,
  isDocument,
  isPromptValue,
  type BaseMessage,
  type Document,
  type PromptValue,
} from "@rivulet/runnables";

/** How values are written: `"plain"` as LangServe does, `"lc"` as LangChain's own serialised form (`lc: 1`). */
export type LangServeForm = "plain" | "lc";

/** The deepest nesting that is written. */
const maxDepth = 100;

/**
 * A value as JSON that LangChain's clients make messages, documents and prompt values of. Errors keep their name and message,
 * what JSON cannot hold becomes `null`. Never throws.
 */
export function encodeLangServe(value: unknown, form: LangServeForm = "plain"): unknown {
  return new Encoder(form).encode(value, 0);
}

class Encoder {
  readonly #form: LangServeForm;
  readonly #ancestors = new Set<object>();

  constructor(form: LangServeForm) {
    this.#form = form;
  }

  encode(value: unknown, depth: number): unknown {
    if (typeof value === "bigint") return value.toString();
    if (typeof value === "number" && !Number.isFinite(value)) return null;
    if (typeof value !== "object" || value === null) return value;
    if (depth > maxDepth || this.#ancestors.has(value)) return null;
    this.#ancestors.add(value);
    try {
      return this.#object(value, depth + 1);
    } catch {
      return null;
    } finally {
      this.#ancestors.delete(value);
    }
  }

  #object(value: object, depth: number): unknown {
    if (Array.isArray(value)) return value.map((item: unknown) => this.encode(item, depth) ?? null);
    if (isBaseMessage(value)) return this.#message(value, depth);
    if (isDocument(value)) return this.#document(value, depth);
    if (isPromptValue(value)) return this.#promptValue(value, depth);
    if (value instanceof Error) return { name: value.name, message: value.message };
    if (value instanceof Date) return value.toISOString();
    return this.#fields(value, depth);
  }

  #fields(value: object, depth: number): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, this.encode(item, depth)]),
    );
  }

  #message(message: BaseMessage, depth: number): unknown {
    const fields = this.#fields(message.toFields(), depth);
    const isChunk = isAIMessageChunk(message);
    const type = message.getType();
    if (this.#form === "lc") {
      const name = isChunk ? "AIMessageChunk" : classNames[type];
      return construction(["langchain_core", "messages", name], fields);
    }
    return {
      additional_kwargs: {},
      response_metadata: {},
      name: null,
      id: null,
      ...(type === "ai" && { example: false, tool_calls: [], invalid_tool_calls: [] }),
      ...fields,
      type: isChunk ? "AIMessageChunk" : type,
    };
  }

  #document({ pageContent, metadata, id }: Document, depth: number): unknown {
    const fields = { page_content: pageContent, metadata: this.encode(metadata, depth) };
    const known = id === undefined ? {} : { id };
    if (this.#form === "lc")
      return construction(["langchain_core", "documents", "Document"], { ...fields, ...known });
    return { id: null, ...known, ...fields, type: "Document" };
  }

  #promptValue(value: PromptValue, depth: number): unknown {
    const name = "value" in value ? "StringPromptValue" : "ChatPromptValue";
    const fields = this.#fields(value.toFields(), depth);
    if (this.#form === "lc") return construction(["langchain_core", "prompt_values", name], fields);
    return "value" in fields ? { text: fields["value"], type: name } : { ...fields, type: name };
  }
}

const classNames = {
  system: "SystemMessage",
  human: "HumanMessage",
  ai: "AIMessage",
  tool: "ToolMessage",
} as const;

function construction(id: readonly string[], kwargs: object): unknown {
  return { lc: 1, type: "constructor", id, kwargs };
}
