import {
  BadRequestException,
  Controller,
  Headers,
  Inject,
  Query,
  Sse,
  type MessageEvent,
} from "@nestjs/common";
import type { Observable } from "rxjs";
import { RunEvents, type RunPart } from "./run-events.ts";
import { parseEventId, toMessages } from "./run-message.ts";

/** `GET /ask?question=…`: the events of a run, for a browser's `EventSource` or `connectEvents`. */
@Controller()
export class RunsController {
  readonly #runs: RunEvents;

  constructor(@Inject(RunEvents) runs: RunEvents) {
    this.#runs = runs;
  }

  /** Nest subscribes to what this returns, and unsubscribes when the client leaves. */
  @Sse("ask")
  ask(
    @Query("question") question?: string,
    @Headers("last-event-id") lastEventId?: string,
  ): Observable<MessageEvent> {
    const part = this.#find(question, lastEventId);
    return part.events.pipe(toMessages(part));
  }

  #find(question: unknown, lastEventId: string | undefined): RunPart {
    if (lastEventId === undefined || lastEventId === "") {
      if (typeof question === "string" && question.trim() !== "") return this.#runs.start(question);
      throw new BadRequestException("Ask a question: /ask?question=…");
    }
    const place = parseEventId(lastEventId);
    if (place === undefined)
      throw new BadRequestException("Last-Event-ID is no id of an event here.");
    return this.#runs.resume(place);
  }
}
