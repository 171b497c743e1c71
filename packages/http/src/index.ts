// Runs over HTTP. Contains nothing of Node: it runs in browsers and workers as well.

export {
  formatTraceParent,
  parseTraceParent,
  type TraceParent,
} from "./trace-context/trace-parent.ts";
