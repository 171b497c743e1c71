import {
  type BaseChatModel,
  ChatPromptTemplate,
  JsonOutputParser,
  type JsonValue,
  type Runnable,
  RunnableGenerator,
} from "@rivulet/runnables";

const prompt = ChatPromptTemplate.fromTemplate(
  "output a list of the countries {countries} and their populations in JSON format. " +
    'Use a dict with an outer key of "countries" which contains a list of countries. ' +
    "Each country should have the key `name` and `population`",
);

/** What the chain is asked for. */
export const question = { countries: "france, spain and japan" };

/**
 * The chain of the streaming guide: the names of the countries in a model's answer, each as soon as it is there.
 *
 * Every step works on a *stream*: the parser reads JSON that is still being written, the generator looks at each of its
 * states. The last two carry a tag, to be found by.
 */
export function createChain(model: BaseChatModel): Runnable<typeof question, string> {
  return prompt
    .pipe(model)
    .pipe(new JsonOutputParser().withConfig({ tags: ["answer"] }))
    .pipe(new RunnableGenerator(countryNames).withConfig({ tags: ["answer"] }))
    .withConfig({ runName: "countries" });
}

/** Yields a name when it is first seen, also one that is not yet written to its end: `Sp`, then `Spain`. */
async function* countryNames(snapshots: AsyncIterable<JsonValue>): AsyncGenerator<string> {
  const seen = new Set<string>();
  let settled = 0;
  for await (const snapshot of snapshots) {
    const countries = countriesIn(snapshot);
    for (const country of countries.slice(settled)) {
      const name = member(country, "name");
      if (typeof name !== "string" || name === "" || seen.has(name)) continue;
      seen.add(name);
      yield name;
    }
    // A list that is being written changes at its end: only the last country need be looked at again.
    settled = Math.max(countries.length - 1, 0);
  }
}

function countriesIn(value: JsonValue): readonly unknown[] {
  const countries = member(value, "countries");
  return Array.isArray(countries) ? countries : [];
}

function member(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
