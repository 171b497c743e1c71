import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** How the built program ended, and what it wrote. */
export interface Ending {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

type Environment = Readonly<Record<string, string>>;

const path = join(__dirname, "../../dist/main-job/main.js");

/** The built main job as a process of its own. */
export class Program {
  readonly process: ChildProcessByStdio<Writable, Readable, Readable>;
  #stdout = "";
  #stderr = "";

  constructor(args: readonly string[], environment: Environment = {}) {
    this.process = spawn(process.execPath, [path, ...args], {
      stdio: ["pipe", "pipe", "pipe"],
      // Whatever keys there are, a test asks no real provider.
      env: { ...process.env, OPENAI_API_KEY: "", ANTHROPIC_API_KEY: "", ...environment },
    });
    this.process.stdout.setEncoding("utf8").on("data", (text: string) => (this.#stdout += text));
    this.process.stderr.setEncoding("utf8").on("data", (text: string) => (this.#stderr += text));
    // A program that ends early does not read what is written to it.
    this.process.stdin.on("error", () => undefined);
  }

  /** Runs the program to its end, with nothing on standard input. */
  static run(...args: readonly string[]): Promise<Ending> {
    return new Program(args).end();
  }

  /** The same, with these environment variables. */
  static runIn(environment: Environment, ...args: readonly string[]): Promise<Ending> {
    return new Program(args, environment).end();
  }

  /** Writes to the standard input. */
  write(bytes: string | Uint8Array): void {
    this.process.stdin.write(bytes);
  }

  /** Waits until the standard output contains a text. */
  async hasPrinted(text: string): Promise<void> {
    while (!this.#stdout.includes(text)) await once(this.process.stdout, "data");
  }

  /** Ends the standard input and waits for the program's end. */
  end(): Promise<Ending> {
    this.process.stdin.end();
    return this.hasEnded();
  }

  /** Waits for the program's end. */
  async hasEnded(): Promise<Ending> {
    const [exitCode] = (await once(this.process, "close")) as [number | null];
    return { exitCode, stdout: this.#stdout, stderr: this.#stderr };
  }
}
