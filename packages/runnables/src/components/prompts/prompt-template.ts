import { StringPromptValue } from "../../prompt-values/string-prompt-value.ts";
import { parseTemplate, type Template } from "../../templates/parse-template.ts";
import { checkValues } from "./check-values.ts";
import { withPartialValues } from "./partial-values.ts";
import { BasePromptTemplate, type PromptInput } from "./base-prompt-template.ts";

/** A text with variables in braces: `"tell me a joke about {topic}"`; a brace itself is written twice. */
export class PromptTemplate extends BasePromptTemplate<StringPromptValue> {
  readonly template: string;
  readonly inputVariables: readonly string[];
  readonly #template: Template;
  readonly #partial: PromptInput;

  /** @throws {@link InvalidArgumentError} when the template is wrong. */
  constructor(fields: {
    readonly template: string;
    /** Need not be said: the template says it. */
    readonly inputVariables?: readonly string[];
    readonly partialVariables?: PromptInput;
  }) {
    super();
    this.template = fields.template;
    this.#template = parseTemplate(fields.template);
    this.#partial = fields.partialVariables ?? {};
    this.inputVariables = this.#template.variables.filter(
      (name) => !Object.hasOwn(this.#partial, name),
    );
  }

  /** A template of a text. */
  static fromTemplate(template: string): PromptTemplate {
    return new PromptTemplate({ template });
  }

  /** The same with some of the values given; one that is a function is asked each time. */
  partial(values: PromptInput): PromptTemplate {
    return new PromptTemplate({
      template: this.template,
      partialVariables: { ...this.#partial, ...values },
    });
  }

  /**
   * The text with the values in it.
   *
   * @throws {@link InvalidArgumentError} that names the variable which is missing.
   */
  format(values: PromptInput): string {
    const all = withPartialValues(this.#partial, checkValues(values, this.getName()));
    return this.#template.format(all);
  }

  override formatPromptValue(values: PromptInput): StringPromptValue {
    return new StringPromptValue(this.format(values));
  }
}
