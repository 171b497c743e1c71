import type { CallSource } from "./call-source.ts";
import { TracedCall } from "./traced-call.ts";

/** A call whose request is promised only, as OpenAI's client has it since version 7: its run begins when the request is known. */
export class LateCall implements CallSource<TracedCall> {
  #call: TracedCall | undefined;
  /** Weak: that nobody else holds it is what is watched for. */
  #reachable: WeakRef<object> | undefined;

  get call(): TracedCall | undefined {
    return this.#call;
  }

  watch(reachable: object): void {
    this.#reachable = new WeakRef(reachable);
  }

  begin(...parameters: ConstructorParameters<typeof TracedCall>): void {
    this.#call = new TracedCall(...parameters);
    const reachable = this.#reachable?.deref();
    if (reachable !== undefined) this.#call.watch(reachable);
  }
}
