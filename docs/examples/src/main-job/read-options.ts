import { parseArgs } from "node:util";
import { CommandError } from "./command-error.ts";
import { type ModelChoice, parseModelChoice } from "./model-choice.ts";
import { printable } from "./printable.ts";

/** What the command was asked to do. */
export interface Options {
  readonly help: boolean;
  /** Prints the events themselves, as lines of JSON. */
  readonly events: boolean;
  /** The file whose text takes the place of the model's answer; `-` is standard input. */
  readonly input: string | undefined;
  /** The model that is asked; `undefined` leaves it to the keys that are there. */
  readonly model: ModelChoice | undefined;
  /** Milliseconds before each chunk; `undefined` leaves it to the output. */
  readonly delayMs: number | undefined;
}

/** How the command is used, in one line. */
const usageLine =
  "Usage: npm start -- [--events] [--model MODEL | --input FILE] [--delay MS] [--help]";

/** How the command is used. */
export const usage = `${usageLine}

Runs the chain  prompt | model | JSON parser | country names  and shows it through its events: the JSON
while it grows, the names as they arrive, the tree of runs; then the same run through three filters, and
a tool that fails. Needs no key and no network: the model plays back a recorded answer. Where the
environment has OPENAI_API_KEY or ANTHROPIC_API_KEY, a real model is asked.

  --events       print each event of the run as one line of JSON (quietly: npm start -s -- --events)
  --model MODEL  embedded, openai or anthropic, or one by its name, such as openai:gpt-5.4
  --input FILE   stream the text of a file through the chain in place of the model's answer; - reads
                 standard input
  --delay MS     milliseconds before each chunk of the recorded answer or the file (on a terminal 25, else 0)
  --help         print this

Exit codes: 0 done, 1 the input could not be read or has no JSON, or the model could not be asked, 2 wrong
options, 130 interrupted.`;

/**
 * Reads the command line.
 *
 * @throws {@link CommandError} with exit code 2 when it is wrong.
 */
export function readOptions(args: readonly string[]): Options {
  const { help = false, events = false, input, model, delay } = parse(args);
  if (input === "") throw usageError("--input needs the name of a file, or -");
  if (input !== undefined && model !== undefined)
    throw usageError("--input takes the place of a model, so leave --model out");
  return {
    help,
    events,
    input,
    model: model === undefined ? undefined : readModel(model),
    delayMs: delay === undefined ? undefined : readDelay(delay),
  };
}

function parse(args: readonly string[]): {
  readonly help?: boolean;
  readonly events?: boolean;
  readonly input?: string;
  readonly model?: string;
  readonly delay?: string;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h" },
        events: { type: "boolean" },
        input: { type: "string" },
        model: { type: "string" },
        delay: { type: "string" },
      },
    }).values;
  } catch (error) {
    // Node's first sentence says what is wrong; the rest is advice for another kind of command.
    const [what = ""] = (error as Error).message.split(/\n|\. /);
    throw usageError(printable(what));
  }
}

function readModel(text: string): ModelChoice {
  const choice = parseModelChoice(text);
  if (choice !== undefined) return choice;
  throw usageError(
    `--model was "${printable(text)}", but takes embedded, openai or anthropic, or one by its name, such as openai:gpt-5.4`,
  );
}

function readDelay(text: string): number {
  const longestMs = 60_000;
  if (/^\d+$/.test(text) && Number(text) <= longestMs) return Number(text);
  throw usageError(
    `--delay was "${printable(text)}", but takes a whole number of milliseconds up to ${String(longestMs)}`,
  );
}

function usageError(what: string): CommandError {
  return new CommandError(`${what.replace(/\.$/, "")}. ${usageLine}`, 2);
}
