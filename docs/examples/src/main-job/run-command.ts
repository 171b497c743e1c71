import { RivuletError, type EventStream } from "@rivulet/core";
import { IncrementalJsonParser, OutputParserError, type StreamEvent } from "@rivulet/runnables";
import { createChain, question } from "./chain.ts";
import { CommandError } from "./command-error.ts";
import type { Output } from "./output.ts";
import { printable } from "./printable.ts";
import { type Options, usage } from "./read-options.ts";
import { collectFiltered, printFiltered } from "./filtered-runs.ts";
import { LineDisplay } from "./line-display.ts";
import {
  createModel,
  defaultModelChoice,
  describeModel,
  findMissingKey,
  type ModelChoice,
} from "./model-choice.ts";
import type { RunDisplay } from "./run-display.ts";
import { showRun } from "./show-run.ts";
import { TextModel } from "./text-model.ts";
import { openTextSource, type TextSource } from "./text-source.ts";

/** What a command runs with. */
export interface Surroundings {
  readonly output: Output;
  /** Aborted when the user interrupts, or nobody reads the output any more. */
  readonly signal: AbortSignal;
}

const hints = [
  "Your own text through the same chain:  npm start -- --input FILE",
  "The events themselves, as JSON lines:  npm start -- --events",
];

type Events = EventStream<string, StreamEvent>;

/**
 * Does what the options ask for.
 *
 * @throws {@link CommandError} when that is not possible.
 */
export async function runCommand(
  options: Options,
  { output, signal }: Surroundings,
): Promise<void> {
  if (options.help) {
    await output.write(`${usage}\n`);
    return;
  }
  const source = options.input === undefined ? undefined : await openTextSource(options.input);
  const choice = options.model ?? defaultModelChoice(process.env);
  checkKey(choice);
  const pauseMs = pauseOf(options, source, output);
  const model =
    source === undefined ? await createModel(choice, pauseMs) : new TextModel(source, pauseMs);
  const events = createChain(model).streamEvents(question, { signal });
  try {
    if (options.events) await printEventLines(events, output);
    else if (source === undefined) await showEverything(events, choice, { output, signal });
    else await showText(events, source, output);
  } catch (error) {
    throw toCommandError(error, { source, signal });
  }
}

function checkKey(choice: ModelChoice): void {
  const key = findMissingKey(choice, process.env);
  if (key === undefined) return;
  throw new CommandError(`There is no ${key}: set it, or take --model embedded.`, 2);
}

function pauseOf(
  { events, delayMs }: Options,
  source: TextSource | undefined,
  output: Output,
): number {
  return delayMs ?? (output.isTerminal && !events && source?.isLive !== true ? 25 : 0);
}

// What only one of the ways needs is loaded there, before the run starts.
async function printEventLines(events: Events, output: Output): Promise<void> {
  const { printEvents } = await import("./print-events.ts");
  await printEvents(events, output);
}

async function showEverything(
  events: Events,
  choice: ModelChoice,
  { output, signal }: Surroundings,
): Promise<void> {
  const { showFailingTool } = await import("./failing-tool.ts");
  const display = await createDisplay(output);
  const heading = (text: string): string => output.style("heading", text);

  await output.print(heading("1. One chain: prompt | model | JSON parser | country names"));
  await output.print(output.style("faint", `Model: ${describeModel(choice)}`), "");
  // One run with four readers. The first starts it, so all of them come at once.
  const filtered = collectFiltered(events);
  await showRun(events, display);
  await output.print("", heading("2. The same run, through three filters"));
  await printFiltered(filtered, output);
  await output.print("", heading("3. A tool that fails"), "");
  await showFailingTool(output, signal);
  await output.print("", ...hints.map((hint) => output.style("faint", hint)));
}

async function showText(events: Events, source: TextSource, output: Output): Promise<void> {
  // What a user types into the terminal would tear the picture.
  const isTyped = source.isLive && process.stdin.isTTY;
  const display = await createDisplay(output, isTyped);
  await output.print(output.style("heading", `The JSON in ${source.name}`), "");
  await showRun(events, display);
}

async function createDisplay(output: Output, isTyped = false): Promise<RunDisplay> {
  if (!output.isTerminal || isTyped) return new LineDisplay(output);
  const { ScreenDisplay } = await import("./screen-display.ts");
  return new ScreenDisplay(output);
}

interface Ending {
  readonly source: TextSource | undefined;
  readonly signal: AbortSignal;
}

// A run that was aborted ends with the signal's reason; a text that the parser refuses is the user's affair.
function toCommandError(error: unknown, { source, signal }: Ending): unknown {
  if (signal.aborted) return signal.reason;
  if (source === undefined)
    return RivuletError.isInstance(error)
      ? new CommandError(printable(error.message), 1, { cause: error })
      : error;
  if (!(error instanceof OutputParserError)) return error;
  const parser = new IncrementalJsonParser();
  parser.write(error.text);
  const message =
    parser.failure === undefined
      ? `There is no JSON in ${source.name}.`
      : `The JSON in ${source.name} is wrong: ${printable(parser.failure.message)}`;
  return new CommandError(message, 1, { cause: error });
}
