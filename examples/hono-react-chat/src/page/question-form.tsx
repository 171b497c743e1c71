import { useRef, useState, type FormEvent, type ReactNode } from "react";

/** What the form is given. */
export interface QuestionFormProps {
  readonly isRunning: boolean;
  readonly onAsk: (question: string) => void;
}

/** Where one asks. While an answer comes one can write the next question, but not send it. */
export function QuestionForm({ isRunning, onAsk }: QuestionFormProps): ReactNode {
  const [question, setQuestion] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const isReady = !isRunning && question.trim() !== "";
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    onAsk(question.trim());
    setQuestion("");
    // The button is disabled now, and would lose the focus to nowhere.
    field.current?.focus();
  };
  return (
    <form onSubmit={send}>
      <label htmlFor="question" className="visually-hidden">
        Your question
      </label>
      <input
        id="question"
        ref={field}
        autoComplete="off"
        maxLength={500}
        placeholder="What would you like to eat?"
        value={question}
        onChange={(event) => {
          setQuestion(event.target.value);
        }}
      />
      <button type="submit" disabled={!isReady}>
        Ask
      </button>
    </form>
  );
}
