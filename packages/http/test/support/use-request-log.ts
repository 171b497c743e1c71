import { findRunLawViolations } from "@rivulet/testing";
import { RequestLog } from "./request-log.ts";

/** A log for the tests of a file: after each of them the runs in it must have kept the laws, and it is emptied. */
export function useRequestLog(): RequestLog {
  const log = new RequestLog();
  afterEach(() => {
    expect(findRunLawViolations(log.events)).toEqual([]);
    log.events.length = 0;
  });
  return log;
}
