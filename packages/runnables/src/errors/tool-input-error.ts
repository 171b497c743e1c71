import { RivuletError } from "@rivulet/core";

/** What a tool was called with does not fit its schema; the message says where. The tool's function was not called. */
export class ToolInputError extends RivuletError {
  readonly code = "TOOL_INPUT";
}
