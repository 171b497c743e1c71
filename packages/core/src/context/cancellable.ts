/** Something that must hear of a cancellation. */
export interface Cancellable {
  /** Called once, synchronously. Must not throw. */
  onCancel(reason: unknown): void;
}
