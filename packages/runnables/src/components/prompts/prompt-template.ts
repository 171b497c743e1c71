import { StringPromptValue } from "../../prompt-values/string-prompt-value.ts";
import {
  parseTemplate,
  type Template,
  type TemplateFormat,
} from "../../templates/parse-template.ts";
import { checkValues } from "./check-values.ts";
import { withPartialValues } from "./partial-values.ts";
import { BasePromptTemplate, type PromptInput } from "./base-prompt-template.ts";

/** How the text of a prompt is read. */
export interface PromptTemplateOptions {
  /** How its variables are written. There is one format so far; any other is refused. */
  readonly templateFormat?: TemplateFormat | undefined;
}

/** A text with variables in braces: `"tell me a joke about {topic}"`; a brace itself is written twice. */
export class PromptTemplate extends BasePromptTemplate<StringPromptValue> {
  readonly template: string;
  readonly inputVariables: readonly string[];
  readonly #template: Template;
  readonly #partial: PromptInput;

  /** @throws {@link InvalidArgumentError} when the template is wrong. */
  constructor(
    fields: PromptTemplateOptions & {
      readonly template: string;
      /** Need not be said: the template says it. */
      readonly inputVariables?: readonly string[];
      readonly partialVariables?: PromptInput;
    },
  ) {
    super();
    this.template = fields.template;
    this.#template = parseTemplate(fields.template, fields.templateFormat);
    this.#partial = fields.partialVariables ?? {};
    this.inputVariables = this.#template.variables.filter(
      (name) => !Object.hasOwn(this.#partial, name),
    );
  }

  /** A template of a text. */
  static fromTemplate(template: string, options: PromptTemplateOptions = {}): PromptTemplate {
    return new PromptTemplate({ ...options, template });
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
