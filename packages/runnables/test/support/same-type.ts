/** `true` where two types are the same, not merely assignable to each other: `any` is the same as `any` alone. */
export type Same<One, Other> =
  (<Probe>() => Probe extends One ? 1 : 2) extends <Probe>() => Probe extends Other ? 1 : 2
    ? true
    : false;

/** Compiles only for `true`. */
export function check<Holds extends true>(): Holds | undefined {
  return undefined;
}
