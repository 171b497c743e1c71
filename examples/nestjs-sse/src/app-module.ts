import "reflect-metadata";
import { Module, type DynamicModule } from "@nestjs/common";
import { RunEvents } from "./run-events.ts";
import { RUN_SETTINGS, type RunSettings } from "./run-settings.ts";
import { RunsController } from "./runs-controller.ts";

/** The application. */
@Module({})
export class AppModule {
  /** The module with what it is to serve. */
  static register(settings: RunSettings): DynamicModule {
    return {
      module: AppModule,
      controllers: [RunsController],
      providers: [RunEvents, { provide: RUN_SETTINGS, useValue: settings }],
    };
  }
}
