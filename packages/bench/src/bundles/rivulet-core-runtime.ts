// The same, and what packages of components need beside it.
import * as core from "@rivulet/core";
import * as runtime from "@rivulet/core/runtime";

console.log(core, runtime);
