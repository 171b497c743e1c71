/** What is told that nobody can read it any more. */
export interface Droppable {
  drop(): void;
}

// A run whose answer is thrown away unread would stay open for ever: nobody says when a promise is given up.
const registry = new FinalizationRegistry<Droppable>((droppable) => {
  droppable.drop();
});

/** Calls `drop` when `reachable` no longer is. A later watch takes the place of the one before. */
export function watchDropped(droppable: Droppable, reachable: object): void {
  registry.unregister(droppable);
  registry.register(reachable, droppable, droppable);
}

/** Ends the watch: it is being read, or has ended. */
export function unwatchDropped(droppable: Droppable): void {
  registry.unregister(droppable);
}
