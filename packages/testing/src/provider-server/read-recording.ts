import { existsSync, readFileSync } from "node:fs";
import { InvalidArgumentError } from "@rivulet/core";
import type { ProviderEndpoint } from "./provider-endpoint.ts";
import type { ProviderResponse } from "./provider-response.ts";
import { splitSseFrames } from "./sse-frame.ts";

/**
 * Reads an answer that was recorded from a provider: `<path>.sse` is the stream, `<path>.json` the whole body; one of them may be
 * missing. Both are sent to the byte as they are.
 *
 * @throws {@link InvalidArgumentError} when neither file is there.
 *
 * @example
 * server.respondWith(readRecording("test/fixtures/tool-calls", "chat/completions"), { cutAt: 3 });
 */
export function readRecording(path: string, endpoint: ProviderEndpoint): ProviderResponse {
  const stream = readText(`${path}.sse`);
  const body = readText(`${path}.json`);
  if (stream === undefined && body === undefined) {
    throw new InvalidArgumentError(
      `There is neither ${path}.sse nor ${path}.json; give the path of a recording without its ending.`,
    );
  }
  return {
    endpoint,
    ...(stream !== undefined && { toFrames: () => splitSseFrames(stream) }),
    ...(body !== undefined && { toBody: () => body }),
  };
}

function readText(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
