/** A value that is there already, or will be: no promise is made where nothing waits. */
export type PromiseOrValue<Value> = Value | PromiseLike<Value>;
