import { readAnswer, readEvent } from "@rivulet/provider";
import type { AIMessageChunk } from "@rivulet/runnables";
import type { ChatOpenAICall } from "../chat-openai-call.ts";
import { readStream, send, sourceOf, toSender } from "../client/send.ts";
import { toRequestOptions } from "../client/to-request-options.ts";
import { fromResponse } from "./from-response.ts";
import { ResponseEventReader } from "./response-event-reader.ts";
import { toResponseParams } from "./to-response-params.ts";

/** Streams an answer of the Responses API. */
export async function* streamResponse(call: ChatOpenAICall): AsyncGenerator<AIMessageChunk> {
  const { client } = call.settings;
  const params = toResponseParams(call);
  const sender = toSender(call);
  const sent = await send(sender, () =>
    client.responses.create({ ...params, stream: true }, toRequestOptions(call.options)),
  );
  const reader = new ResponseEventReader(sent.requestId);
  const source = sourceOf(sender, sent.requestId);
  for await (const event of readStream(sender, sent)) {
    const said = readEvent(reader, event, source);
    if (said !== undefined) yield said;
  }
  yield reader.end();
}

/** Asks the Responses API for an answer in one piece. */
export async function callResponse(call: ChatOpenAICall): Promise<AIMessageChunk> {
  const { client } = call.settings;
  const sender = toSender(call);
  const params = toResponseParams(call);
  const { data, requestId } = await send(sender, () =>
    client.responses.create({ ...params, stream: false }, toRequestOptions(call.options)),
  );
  return readAnswer(data, sourceOf(sender, requestId), () => fromResponse(data, requestId));
}
