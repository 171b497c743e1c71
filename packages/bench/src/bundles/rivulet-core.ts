// The kernel as an application has it: all that the main entry exports, with what that needs of rxjs.
import * as core from "@rivulet/core";

console.log(core);
