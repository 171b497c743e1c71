/** Compiles only where the argument has the type that is named. For types that are stricter, see {@link Same}. */
export function expectType<Expected>(_value: Expected): void {
  // It is the compiler that tests.
}

/** `true` where two types are the same, not merely assignable to each other: `any` is the same as `any` alone. */
export type Same<One, Other> =
  (<Probe>() => Probe extends One ? 1 : 2) extends <Probe>() => Probe extends Other ? 1 : 2
    ? true
    : false;
