import type { Work } from "../frame/work.ts";
import { w1 } from "./w1-stream-events.ts";
import { w10 } from "./w10-tool-call-chunks.ts";
import { w11 } from "./w11-vectors.ts";
import { w12 } from "./w12-traced-clients.ts";
import { w13 } from "./w13-events-over-http.ts";
import { w14 } from "./w14-tracing.ts";
import { w2 } from "./w2-json-parser.ts";
import { w3 } from "./w3-run-cost.ts";
import { w4 } from "./w4-memory.ts";
import { w5 } from "./w5-concurrent-streams.ts";
import { w6 } from "./w6-footprint.ts";
import { w7Subscribers } from "./w7-subscribers.ts";
import { w7 } from "./w7-traceable.ts";
import { w8 } from "./w8-parallel-streams.ts";
import { w9 } from "./w9-generator-chain.ts";

/** Every benchmark, in the order of their numbers. */
export const works: readonly Work[] = [
  w1,
  w2,
  w3,
  w4,
  w5,
  w6,
  w7,
  w7Subscribers,
  w8,
  w9,
  w10,
  w11,
  w12,
  w13,
  w14,
];
