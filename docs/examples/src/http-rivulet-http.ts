// "@rivulet/http" of packages/http/README.md. Edit it there; `npm run docs` writes this file.

import { parseTraceParent } from "@rivulet/http";

console.log(parseTraceParent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")?.traceId);
