import type { JsonMoment } from "./json-moment.ts";
import type { JsonValue } from "./json-value.ts";
import type { OpenContainer } from "./open-container.ts";

/**
 * One open container as it was at one moment: so many closed members, and at most one open member behind them.
 *
 * **Shape**: takes constant space and time to make while the moment is the latest; later at most one walk of the open path.
 */
export class ContainerState {
  readonly moment: JsonMoment;
  readonly container: OpenContainer;
  readonly closedCount: number;
  /** The open member when that is itself a container. */
  readonly openChild: OpenContainer | undefined;

  constructor(moment: JsonMoment, container: OpenContainer) {
    this.moment = moment;
    this.container = container;
    this.openChild = moment.childOf(container);
    this.closedCount =
      this.openChild === undefined ? moment.leafCount : this.openChild.indexInParent;
  }

  /** How many members there are, the open one and repeated keys included. */
  get size(): number {
    return this.openChild === undefined && this.moment.tail === undefined
      ? this.closedCount
      : this.closedCount + 1;
  }

  /** The key of the open member of an object, or `undefined` when no member is open. */
  get openKey(): string | undefined {
    if (this.openChild !== undefined) return this.openChild.keyInParent;
    return this.moment.tail === undefined ? undefined : this.moment.tailKey;
  }

  /** Whether an object had a member under `key`. */
  hasKey(key: string): boolean {
    return key === this.openKey || this.container.indexOf(key, this.closedCount) >= 0;
  }

  /** The plain, frozen value, with everything open in it made plain as well. Costs what it copies. */
  toPlain(): JsonValue {
    return this.moment.toPlain(this.container);
  }
}
