import type { INestApplication } from "@nestjs/common";
import { NestFactory } from "@nestjs/core";
import type { CallbackHandler } from "@rivulet/core";
import { tracing } from "@rivulet/http";
import { AppModule } from "./app-module.ts";
import { createOrderAssistant } from "./order-assistant.ts";
import type { RunSettings } from "./run-settings.ts";

/** What a browser may see, and how long a run waits for one. */
export const defaultSettings: RunSettings = {
  runnable: createOrderAssistant(),
  policy: { keys: ["email"], paths: ["data.error"], patterns: [/[\w.+-]{1,64}@[\w.-]{1,64}/] },
  filter: { includeTypes: ["chain", "chat_model", "tool"] },
  graceMs: 10_000,
};

/** The application, traced: each request is a run, told to `callbacks`, in which the runs of the handlers are children. */
export async function createApp(
  callbacks: readonly CallbackHandler[],
  settings: Partial<RunSettings> = {},
): Promise<INestApplication> {
  const app = await NestFactory.create(AppModule.register({ ...defaultSettings, ...settings }), {
    logger: ["error", "warn"],
    // A browser keeps its connection: the shutdown would wait for it.
    forceCloseConnections: true,
  });
  // Nest answers for what its handlers throw, so that the status is all that middleware sees of a failure.
  app.use(tracing({ callbacks, isFailure: (status) => status >= 500 }).express);
  app.enableShutdownHooks();
  return app;
}
