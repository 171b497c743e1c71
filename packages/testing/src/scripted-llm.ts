import type { RunManager } from "@rivulet/core";
import { BaseLLM, type BaseModelFields, type ModelOptions } from "@rivulet/runnables";
import { checkScript, playScript, type Script } from "./script.ts";

/** What a scripted text model answers. */
export interface ScriptedLLMFields extends BaseModelFields, Script<string> {}

/** A text model that streams what it is told, the same to every call. */
export class ScriptedLLM extends BaseLLM {
  readonly #script: Script<string>;

  /** @throws {@link InvalidArgumentError} when a position in the script is none. */
  constructor(fields: ScriptedLLMFields) {
    super(fields);
    this.#script = checkScript(fields);
  }

  protected override _streamResponseChunks(
    _prompt: string,
    options: ModelOptions,
    _run: RunManager,
  ): AsyncIterable<string> {
    return playScript(this.#script, options);
  }
}
