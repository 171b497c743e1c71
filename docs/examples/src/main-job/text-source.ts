import { type FileHandle, open } from "node:fs/promises";
import { resolve } from "node:path";
import { addAbortSignal, type Readable } from "node:stream";
import { CommandError } from "./command-error.ts";
import { printable } from "./printable.ts";

/** A text that is read piece by piece, once. */
export interface TextSource {
  /** What to call it in a sentence. */
  readonly name: string;
  /** Whether its pieces come at a pace of their own. */
  readonly isLive: boolean;
  /** Reads on when it is asked for more; closes what it reads from at the end, when it is left, and on abort. */
  read(signal: AbortSignal): AsyncIterable<string>;
}

/**
 * Opens the text of `--input`: a file, or `-` for standard input.
 *
 * @throws {@link CommandError} with exit code 1 when there is no such file, or it cannot be read.
 */
export async function openTextSource(input: string): Promise<TextSource> {
  if (input === "-") return toTextSource("standard input", true, () => process.stdin);
  const name = printable(input);
  try {
    const file = await open(resolve(userDirectory(), input));
    const stats = await file.stat();
    if (stats.isDirectory()) {
      await file.close();
      throw new CommandError(`${name} is a directory; give the name of a file.`, 1);
    }
    // Some 200 pieces whatever its size, so that there is something to see.
    const highWaterMark = Math.min(Math.max(Math.ceil(stats.size / 200), 16), 65_536);
    return toTextSource(name, !stats.isFile(), () => readHandle(file, highWaterMark));
  } catch (error) {
    throw error instanceof CommandError ? error : toCommandError(error, name);
  }
}

/** A failure to read, as one line. */
function toCommandError(error: unknown, name: string): CommandError {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR")
    return new CommandError(`There is no file ${name}.`, 1, { cause: error });
  const why = error instanceof Error ? error.message : String(error);
  return new CommandError(`${name} cannot be read: ${printable(why)}`, 1, { cause: error });
}

// npm runs a script in the folder of its package.json; the file's name was written in the user's.
function userDirectory(): string {
  const { npm_lifecycle_event: script, INIT_CWD: directory } = process.env;
  return script === "start" && directory !== undefined ? directory : process.cwd();
}

function readHandle(file: FileHandle, highWaterMark: number): Readable {
  return file.createReadStream({ highWaterMark });
}

function toTextSource(name: string, isLive: boolean, openStream: () => Readable): TextSource {
  return {
    name,
    isLive,
    async *read(signal) {
      try {
        yield* decode(addAbortSignal(signal, openStream()));
      } catch (error) {
        throw signal.aborted ? error : toCommandError(error, name);
      }
    },
  };
}

// A character that lies across two pieces is kept back until it is whole.
async function* decode(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    const text = decoder.decode(piece, { stream: true });
    if (text !== "") yield text;
  }
  const rest = decoder.decode();
  if (rest !== "") yield rest;
}
