import { configure } from "@rivulet/core";

/** Runs `body` with one process-wide listener, and gives how many events that was told. */
export async function countProcessEvents(body: () => void | Promise<void>): Promise<number> {
  let events = 0;
  const handler = {
    on_event: (): void => {
      events += 1;
    },
  };
  configure({ callbacks: [handler] });
  try {
    await body();
  } finally {
    configure({ callbacks: [] });
  }
  return events;
}
