import type { Pressure } from "./sink.ts";

/** The pressure of a sink that never has enough. */
export const noPressure: Pressure = {
  isClosed: false,
  whenOpen: (resume) => {
    resume();
  },
};
