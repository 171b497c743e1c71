import type { CallbackHandler } from "@rivulet/core";
import { startAnswerService } from "./answer-service.ts";
import { startGateway } from "./gateway.ts";
import { startSearchService, type LookUp } from "./search-service.ts";
import type { Service } from "./service.ts";

/** What the three services are started with. */
export interface ServicesOptions {
  readonly callbacks: readonly CallbackHandler[];
  /** The gateway's; the other services take any port that is free. */
  readonly port?: number;
  readonly lookUp?: LookUp;
}

/** Starts the three, from the inside out, since each knows the address of the next one. Its `url` is the gateway's. */
export async function startServices({
  callbacks,
  port = 0,
  lookUp,
}: ServicesOptions): Promise<Service> {
  const search = await startSearchService({ port: 0, callbacks }, lookUp);
  const answers = await startAnswerService({ port: 0, callbacks }, search.url);
  const gateway = await startGateway({ port, callbacks }, answers.url);
  return {
    url: gateway.url,
    close: async () => {
      for (const service of [gateway, answers, search]) await service.close();
    },
  };
}
