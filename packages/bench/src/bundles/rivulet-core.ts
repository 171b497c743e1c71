// The whole kernel: all that the package exports, with what that needs of rxjs.
import * as core from "@rivulet/core";

console.log(core);
