import { tracing, type Tracing } from "@rivulet/http";
import { sendRequests } from "../chains/http-client.ts";
import { answer, tracedServices, type TracedService } from "../chains/traced-services.ts";
import type { Claim } from "../frame/claim.ts";
import { processorMs } from "../frame/measure.ts";
import type { Side } from "../frame/side.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";

interface Load {
  readonly requests: number;
  readonly connections: number;
}

const loadBy: Readonly<Record<Scale, Load>> = {
  full: { requests: 400, connections: 20 },
  quick: { requests: 400, connections: 20 },
  smoke: { requests: 4, connections: 2 },
};

const path = "/users/1";
const unheardAtMost = 25;
const heardAtMost = 50;
const fetchHandler = "fetch handler";

/** What a request to a small service takes, as it is and with the tracing middleware. */
export const w14: Work = timedWork({
  id: "w14",
  title: "a small request, as it is and traced",
  unit: "us of the processor, a request",
  now: processorMs,
  plan: async (scale) => {
    const load = loadBy[scale];
    const services: TracedService[] = [];
    const sides: Side[] = [];
    for (const [name, start] of Object.entries(tracedServices))
      for (const variant of variantsOf()) {
        const service = await start(variant.trace);
        services.push(service);
        const run = (): Promise<number> =>
          sendRequests({ port: service.port, path, ...load }, answer);
        sides.push(sideOf(name, variant, { units: load.requests, run }));
      }
    for (const variant of variantsOf()) {
      const run = (): Promise<number> => callHandler(variant.trace, load.requests);
      sides.push(sideOf(fetchHandler, variant, { units: load.requests, run }));
    }
    const names = [...Object.keys(tracedServices), fetchHandler];
    return {
      sides,
      claims: names.flatMap(claimsOf),
      close: async () => {
        await Promise.all(services.map((service) => service.close()));
      },
    };
  },
});

interface Variant {
  readonly id: "plain" | "unheard" | "heard";
  readonly label: string;
  readonly trace: Tracing | undefined;
  /** How often its listener was called, and how often that is for each request. */
  readonly heard: () => number;
}

function variantsOf(): readonly Variant[] {
  let heard = 0;
  const listener = {
    on_event: () => {
      heard += 1;
    },
  };
  const none = (): number => 0;
  return [
    {
      id: "heard",
      label: "traced, one listener",
      trace: tracing({ callbacks: [listener] }),
      heard: () => heard,
    },
    { id: "unheard", label: "traced, nobody listens", trace: tracing(), heard: none },
    { id: "plain", label: "as it is", trace: undefined, heard: none },
  ];
}

function sideOf(
  name: string,
  { id, label, heard }: Variant,
  { units, run }: { readonly units: number; readonly run: () => Promise<number> },
): Side {
  const eventsPerRequest = id === "heard" ? 2 : 0;
  return {
    id: `${name}-${id}`,
    label: `${name}, ${label}`,
    kind: id === "plain" ? "peer" : "ours",
    units,
    sameOutcomeAs: name,
    run: async () => {
      const before = heard();
      const answered = await run();
      const events = heard() - before;
      if (events !== answered * eventsPerRequest)
        throw new Error(`${String(answered)} requests made ${String(events)} events.`);
      return answered;
    },
    ...(id !== "plain" && { peer: `${name}-plain` }),
    isDrawback: id === "heard",
  };
}

function claimsOf(name: string): readonly Claim[] {
  const added = (side: string): Claim["figure"] => {
    return (cost) => cost(`${name}-${side}`) - cost(`${name}-plain`);
  };
  const unit = "us a request";
  return [
    {
      text: `${name}: added where nobody listens`,
      figure: added("unheard"),
      unit,
      atMost: unheardAtMost,
    },
    { text: `${name}: added by a listener`, figure: added("heard"), unit, atMost: heardAtMost },
  ];
}

/** As a platform of the fetch standard calls a handler: one request, and its response read to the end. */
async function callHandler(trace: Tracing | undefined, requests: number): Promise<number> {
  const plain = (): Response => new Response(answer);
  const handler = trace === undefined ? plain : trace.route(plain, "/users/[id]");
  let answered = 0;
  for (let index = 0; index < requests; index += 1) {
    const response = await handler(new Request(`http://127.0.0.1${path}`));
    if ((await response.text()) === answer) answered += 1;
  }
  return answered;
}
