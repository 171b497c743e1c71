import { InvalidArgumentError } from "@rivulet/core";
import { OutputParserError } from "../../errors/output-parser-error.ts";
import { isStandardSchema, type StandardSchema } from "../../execution/standard-schema.ts";
import { parseJsonMarkdown } from "../../json/parse-json-markdown.ts";
import { BaseOutputParser } from "./base-output-parser.ts";
import { fitSchema } from "./fit-schema.ts";

/**
 * Parses the JSON in a model's text and checks it against a schema (zod, or any Standard Schema). It waits for the end of the
 * text: half of a value fits no schema. Fails with {@link OutputParserError} when there is no JSON, or it does not fit.
 *
 * @example
 * const parser = StructuredOutputParser.fromZodSchema(z.object({ name: z.string() }));
 */
export class StructuredOutputParser<Output> extends BaseOutputParser<Output> {
  readonly schema: StandardSchema<Output>;

  /** @throws {@link InvalidArgumentError} when `schema` is none. */
  constructor(schema: StandardSchema<Output>) {
    super();
    if (!isStandardSchema(schema)) {
      throw InvalidArgumentError.of("The schema of a parser was", schema, "a zod schema");
    }
    this.schema = schema;
  }

  /** A parser for a schema, under the name that LangChain.js has. */
  static fromZodSchema<Output>(schema: StandardSchema<Output>): StructuredOutputParser<Output> {
    return new StructuredOutputParser(schema);
  }

  override async parse(text: string): Promise<Output> {
    const value = parseJsonMarkdown(text);
    if (value === undefined) {
      throw new OutputParserError(
        `${this.getName()} found no complete JSON in the text; ask the model for JSON alone.`,
        { text },
      );
    }
    return fitSchema(this.schema, value, { parserName: this.getName(), text });
  }

  /** What to tell the model, to put into a prompt; with the JSON schema where the schema can say it. */
  getFormatInstructions(): string {
    const { schema } = this;
    const toJsonSchema: unknown = Reflect.get(schema, "toJSONSchema");
    const described: unknown =
      typeof toJsonSchema === "function" ? Reflect.apply(toJsonSchema, schema, []) : undefined;
    if (described === undefined)
      return "Answer with JSON alone, in a Markdown code fence marked json.";
    return `Answer with JSON alone, in a Markdown code fence marked json. It must fit this JSON schema:\n${JSON.stringify(described)}`;
  }
}
