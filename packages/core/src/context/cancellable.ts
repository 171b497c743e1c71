/** Something that must hear of a cancellation. */
export interface Cancellable {
  /** Where the order of being added does not say who is inside whom: the higher is told first, one without it last. */
  readonly order?: number;
  /** Called once, synchronously. Must not throw. */
  onCancel(reason: unknown): void;
}
