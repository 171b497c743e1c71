import { useRunEvents } from "@rivulet/http/react";
import { useState, type ReactNode } from "react";

const shownEvents = 200;

/** The events of a run, on a connection of their own, from the first on: opened when somebody wants to see them. */
export function EventLog({ runUrl }: { readonly runUrl: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { events } = useRunEvents(isOpen ? runUrl : undefined);
  return (
    <details
      className="events"
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
      }}
    >
      <summary>Events</summary>
      <ol>
        {events.slice(-shownEvents).map(({ seq, event, name }) => (
          <li key={seq}>
            <code>{event}</code> {name}
          </li>
        ))}
      </ol>
    </details>
  );
}
