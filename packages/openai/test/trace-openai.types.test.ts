import { traceOpenAI } from "@rivulet/openai";
import { AzureOpenAI, OpenAI } from "openai";

// A traced client has the type of the client.
const client: OpenAI = traceOpenAI(new OpenAI());
const azure: AzureOpenAI = traceOpenAI(new AzureOpenAI());
export const types = { client, azure };

// @ts-expect-error -- no client
traceOpenAI({});
