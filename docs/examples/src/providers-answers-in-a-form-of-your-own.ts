// "Answers in a form of your own" of docs/providers.md. Edit it there; `npm run docs` writes this file.
import "./loopback.ts"; // Answers where there is no key of the provider.

import { ChatOpenAI } from "@rivulet/openai";
import { z } from "zod";

const Trip = z.object({ city: z.string(), days: z.number() });
const model = new ChatOpenAI({ model: "gpt-4.1-mini" }).withStructuredOutput(Trip);

for await (const trip of model.stream("Where to?")) console.log(trip);
