import { Readable } from "node:stream";
import { ChatPromptTemplate, StringOutputParser } from "@rivulet/runnables";
import fastify from "fastify";
import { NotesModel } from "./notes-model.ts";
import { RemoteSearch } from "./remote-search.ts";
import { traceService, type Service, type ServiceOptions } from "./service.ts";

/** The service in the middle, with Fastify: `GET /answer?question=…` streams an answer from what the search service finds. */
export async function startAnswerService(
  { port, callbacks }: ServiceOptions,
  searchUrl: string,
): Promise<Service> {
  const search = new RemoteSearch(searchUrl);
  const chain = ChatPromptTemplate.fromMessages([
    ["system", "Answer from the notes: {question}"],
    ["human", "{notes}"],
  ])
    .pipe(new NotesModel())
    .pipe(new StringOutputParser());

  const app = fastify({ forceCloseConnections: true });
  await app.register(traceService("answers", callbacks).fastify);
  app.get<{ Querystring: { question?: string } }>("/answer", async (request, reply) => {
    const { question = "" } = request.query;
    // Found before the answer begins: a search that fails is still a status of its own.
    const found = await search.invoke(question);
    const notes = found.map(({ pageContent }) => pageContent).join(" ");
    return reply.type("text/plain").send(Readable.from(chain.stream({ question, notes })));
  });
  const url = await app.listen({ host: "127.0.0.1", port });
  return { url, close: () => app.close() };
}
