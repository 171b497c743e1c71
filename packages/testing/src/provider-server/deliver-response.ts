import { setTimeout } from "node:timers/promises";
import type { Exchange } from "./exchange.ts";
import { isAnthropic } from "./provider-endpoint.ts";
import { errorDuringAnswer, toErrorFrame } from "./provider-error.ts";
import type { ProviderRequest } from "./provider-request.ts";
import type { ProviderResponse } from "./provider-response.ts";
import type { ResponseFaults, ResponsePlace } from "./response-faults.ts";
import { splitCharacter } from "./split-character.ts";
import { breakSseFrame } from "./sse-frame.ts";

/** Sends an answer, with what is to go wrong with it; resolves when no more of it will be sent. */
export async function deliverResponse(
  exchange: Exchange,
  response: ProviderResponse,
): Promise<void> {
  const { faults = {} } = response;
  const streamed = isStreamed(exchange, response);
  const answer =
    !streamed && faults.errorAt !== undefined ? errorDuringAnswer(exchange.endpoint) : response;
  const frames = streamed ? toStream(exchange, answer) : toHalves(exchange, answer);
  const delivery = new Delivery(exchange, faults);
  if (!(await delivery.reach("headers"))) return;
  exchange.writeHead(answer.status ?? 200, toHeaders(exchange, answer));
  if (faults.hasNoBody === true) exchange.finish();
  else await delivery.send(frames);
}

/** Whether the request gets a stream: it asks for one, and the answer can be streamed. */
function isStreamed(request: ProviderRequest, response: ProviderResponse): boolean {
  return request.body["stream"] === true && response.toFrames !== undefined;
}

class Delivery {
  readonly #exchange: Exchange;
  readonly #faults: ResponseFaults;

  constructor(exchange: Exchange, faults: ResponseFaults) {
    this.#exchange = exchange;
    this.#faults = faults;
  }

  async send(frames: readonly Uint8Array[]): Promise<void> {
    const { delayMs, splitsCharacters } = this.#faults;
    for (const [index, frame] of frames.entries()) {
      if (delayMs !== undefined) await setTimeout(delayMs);
      if (!(await this.reach(index, frame))) return;
      await this.#exchange.writeFrame(splitsCharacters === true ? splitCharacter(frame) : [frame]);
    }
    if (await this.reach(frames.length)) this.#exchange.finish();
  }

  /** Does what is to be done in this place; gives whether the answer goes on. */
  async reach(place: ResponsePlace, frame?: Uint8Array): Promise<boolean> {
    const { pause, stallAt, cutAt } = this.#faults;
    if (pause?.at === place) await Promise.race([pause.until, this.#exchange.closed]);
    if (this.#exchange.end !== undefined || stallAt === place) return false;
    if (cutAt !== place) return true;
    await this.#exchange.cut(frame?.subarray(0, Math.ceil(frame.length / 2)));
    return false;
  }
}

function toStream(request: ProviderRequest, response: ProviderResponse): readonly Uint8Array[] {
  const { errorAt, malformedAt } = response.faults ?? {};
  const frames = [...(response.toFrames?.(request) ?? [])];
  const broken = malformedAt === undefined ? undefined : frames[malformedAt];
  if (malformedAt !== undefined && broken !== undefined)
    frames[malformedAt] = breakSseFrame(broken);
  if (errorAt !== undefined) {
    frames.splice(errorAt, Infinity, toErrorFrame(request.endpoint, errorAt));
  }
  return frames.map((frame) => Buffer.from(frame));
}

// In two, so that there is a middle in which it can stall or be cut.
function toHalves(request: ProviderRequest, response: ProviderResponse): readonly Uint8Array[] {
  const bytes = Buffer.from(response.toBody?.(request) ?? "");
  const middle = Math.ceil(bytes.length / 2);
  const first = bytes.subarray(0, middle);
  return response.faults?.malformedAt === undefined ? [first, bytes.subarray(middle)] : [first];
}

function toHeaders(
  request: ProviderRequest,
  response: ProviderResponse,
): Readonly<Record<string, string>> {
  const idHeader = isAnthropic(request.endpoint) ? "request-id" : "x-request-id";
  return {
    "content-type": isStreamed(request, response)
      ? "text/event-stream; charset=utf-8"
      : "application/json",
    [idHeader]: request.id,
    ...response.headers,
  };
}
