import { config } from "zod";

// The page's content security policy forbids it, and zod, which checks the events, would try when its schemas are made. So this
// module has to be the first.
config({ jitless: true });
