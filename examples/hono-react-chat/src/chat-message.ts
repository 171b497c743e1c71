/** A message of the conversation, as the page and the service have it. */
export interface ChatMessage {
  readonly role: "user" | "assistant";
  readonly content: string;
}
