import type { ReactNode } from "react";
import type { ChatMessage } from "../chat-message.ts";

const speakers = { user: "You", assistant: "Cook" } as const;

/** What is shown of a conversation. */
export interface ConversationProps {
  readonly messages: readonly ChatMessage[];
  readonly isRunning: boolean;
}

/** The messages, the newest last. A screen reader is told an answer when it is whole. */
export function Conversation({ messages, isRunning }: ConversationProps): ReactNode {
  if (messages.length === 0)
    return <p className="hint messages">Try: “Something with tomatoes and peppers?”</p>;
  return (
    <ol className="messages" role="log" aria-busy={isRunning}>
      {messages.map(({ role, content }, index) => (
        // Messages are only ever added: their place is what they are known by.
        <li key={index} className={`message ${role}`}>
          <span className="speaker">{speakers[role]}</span>
          <p>{content}</p>
        </li>
      ))}
    </ol>
  );
}
