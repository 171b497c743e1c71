import { inspect } from "node:util";
import { observeRuns } from "@rivulet/core";
import { ChatOpenAI, traceOpenAI, type OpenAIRequestOptions } from "@rivulet/openai";
import { serializeEvent } from "@rivulet/runnables/wire";
import { watchProcess } from "@rivulet/test-support";
import { EventRecorder } from "@rivulet/testing";
import { openaiError, type ProviderResponse } from "@rivulet/testing/providers";
import OpenAI, { AzureOpenAI, type ClientOptions } from "openai";
import { collect, withServer } from "./support/with-server.ts";

watchProcess();

// Not in the form of OpenAI's keys, which are found by that alone.
const key = "key-of-a-proxy-5f2c9a7d41";

/** Servers that say what they were sent. */
const echoes: readonly ProviderResponse[] = [
  openaiError({ status: 400, message: `No: ${key}`, code: key }),
  {
    toFrames: () => [`data: ${JSON.stringify({ type: "error", message: `No: ${key}` })}\n\n`],
    toBody: () => JSON.stringify({ status: "failed", output: [], error: { message: key } }),
  },
  {
    toFrames: () => [`data: ${JSON.stringify({ error: { message: key } })}\n\n`],
    toBody: () => "{}",
  },
];

interface Way {
  readonly client?: (url: string) => OpenAI;
  readonly fields?: (url: string) => ClientOptions;
  readonly options?: OpenAIRequestOptions;
}

const ways: Readonly<Record<string, Way>> = {
  "a default header": { fields: () => ({ defaultHeaders: { "x-api-key": key } }) },
  "default headers as a list": {
    fields: () => ({ defaultHeaders: [["Authorization", `Bearer ${key}`]] }),
  },
  "a header of the call": { options: { headers: { authorization: `Bearer ${key}` } } },
  "the query": { fields: () => ({ defaultQuery: { key } }) },
  "the query of the address": { fields: (url) => ({ baseURL: `${url}?key=${key}` }) },
  "a password in the address": {
    fields: (url) => ({ baseURL: url.replace("//", `//me:${key}@`) }),
  },
  "an address that is none": { fields: () => ({ baseURL: `http://me:${key}@a b/?key=${key}` }) },
  "Azure's field": {
    client: (endpoint) =>
      new AzureOpenAI({ apiKey: key, endpoint, apiVersion: "1", maxRetries: 0 }),
  },
};

it.each(Object.entries(ways))("a key given by %s is told nowhere", async (title, way) => {
  await withServer(async (server) => {
    const recorder = new EventRecorder();
    const subscription = observeRuns().subscribe(recorder.on_event);
    const errors: unknown[] = [];
    const note = (error: unknown): void => {
      errors.push(error);
    };
    const client =
      way.client?.(server.url) ??
      new OpenAI({
        apiKey: "none",
        baseURL: server.openaiBaseUrl,
        maxRetries: 0,
        ...way.fields?.(server.openaiBaseUrl),
      });
    const calls = [false, true].map((useResponsesApi) =>
      new ChatOpenAI({ client, useResponsesApi }).withConfig({ options: way.options }),
    );
    const isSent = !/none|password/u.test(title);
    for (const echo of echoes) {
      for (const model of calls) {
        if (isSent) server.respondWith(echo).respondWith(echo);
        await model.invoke("Hi").catch(note);
        await collect(model.stream("Hi")).catch(note);
      }
      if (isSent) server.respondWith(echo);
      const body = { model: "m", messages: [] };
      // The caller gets what the client throws; its run is what counts.
      await traceOpenAI(client)
        .chat.completions.create(body, { headers: way.options?.headers })
        .catch(() => undefined);
    }
    subscription.unsubscribe();
    expect(errors.length).toBeGreaterThan(8);
    const told = [
      ...errors.map((error) => inspect(error, { depth: 20, showHidden: true })),
      ...recorder.events.flatMap((event) => [
        inspect(event, { depth: 20, showHidden: true }),
        JSON.stringify(serializeEvent(event)),
      ]),
    ];
    expect(told.filter((text) => text.includes(key))).toEqual([]);
  });
});
