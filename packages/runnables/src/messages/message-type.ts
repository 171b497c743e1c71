/** Who speaks in a message. A chunk has the type of the message that it is a part of. */
export type MessageType = "system" | "human" | "ai" | "tool";
