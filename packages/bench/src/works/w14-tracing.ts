import { tracedServices } from "../chains/traced-services.ts";
import type { Claim } from "../frame/claim.ts";
import type { SideApart } from "../frame/measure-apart.ts";
import { timedWork } from "../frame/timed-work.ts";
import type { Scale, Work } from "../frame/work.ts";
import type { Variant } from "../requests/messages.ts";
import { TracedProcess, type Load } from "../requests/traced-process.ts";

/** A block: some 20 ms. */
const loadBy: Readonly<Record<Scale, Load>> = {
  full: { requests: 1_000, connections: 20 },
  quick: { requests: 1_000, connections: 20 },
  smoke: { requests: 4, connections: 2 },
};

const unheardAtMost = 25;
const heardAtMost = 50;
const names = [...Object.keys(tracedServices), "fetch handler"];
const variants: Readonly<Record<Variant, string>> = {
  heard: "traced, one listener",
  unheard: "traced, nobody listens",
  plain: "as it is",
};

/** What a request to a small service takes, as it is and with the tracing middleware. */
export const w14: Work = timedWork({
  id: "w14",
  title: "a small request, as it is and traced",
  unit: "us of the service's processor, a request",
  plan: async (scale) => {
    const processes: TracedProcess[] = [];
    const close = (): void => {
      for (const process of processes) process.close();
    };
    const apart: SideApart[] = [];
    try {
      for (const name of names)
        for (const variant of Object.keys(variants) as Variant[]) {
          const process = await TracedProcess.start(name, variant);
          processes.push(process);
          apart.push(sideOf(name, variant, { process, load: loadBy[scale] }));
        }
    } catch (error) {
      close();
      throw error;
    }
    return { apart, claims: names.flatMap(claimsOf), close };
  },
});

function sideOf(
  name: string,
  variant: Variant,
  { process, load }: { readonly process: TracedProcess; readonly load: Load },
): SideApart {
  const eventsPerRequest = variant === "heard" ? 2 : 0;
  return {
    id: `${name}-${variant}`,
    label: `${name}, ${variants[variant]}`,
    kind: variant === "plain" ? "peer" : "ours",
    units: load.requests,
    sameOutcomeAs: name,
    run: async () => {
      const before = await process.look();
      const { answered, events } = await process.answer(load);
      const heard = events - before.events;
      if (heard !== answered * eventsPerRequest)
        throw new Error(`${String(answered)} requests made ${String(heard)} events.`);
      return answered;
    },
    spentMs: async () => (await process.look()).spentMs,
    ...(variant !== "plain" && { peer: `${name}-plain` }),
    isDrawback: variant === "heard",
  };
}

function claimsOf(name: string): readonly Claim[] {
  const added = (side: Variant): Claim["figure"] => {
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
