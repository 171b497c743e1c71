import { createCook } from "./cook/create-cook.ts";
import { paceOf } from "./cook/pace.ts";
import { createChatService, type ChatService } from "./create-chat-service.ts";

/** The service as the program and `npm run dev` have it: 16 tokens a second. */
export function createDemoService(site?: string): ChatService {
  return createChatService({ cook: createCook(paceOf(60)), ...(site !== undefined && { site }) });
}
