import { InvalidArgumentError } from "@rivulet/core";
import { openaiChat, openaiResponse } from "@rivulet/testing/providers";
import * as z from "zod";
import { chatModel, collect, withServer } from "../support/with-server.ts";

const joke = z
  .object({
    setup: z.string(),
    punchline: z.string(),
    tags: z.array(z.object({ name: z.string() })),
  })
  .describe("A joke.");
const answer = { setup: "Why?", punchline: "Because.", tags: [{ name: "dry" }] };
const chunks = ['{"setup":"Why', '?","punchline":"Because."', ',"tags":[{"name":"dry"}]}'];

const strictSchema = {
  type: "object",
  description: "A joke.",
  properties: {
    setup: { type: "string" },
    punchline: { type: "string" },
    tags: {
      type: "array",
      items: {
        type: "object",
        properties: { name: { type: "string" } },
        required: ["name"],
        additionalProperties: false,
      },
    },
  },
  required: ["setup", "punchline", "tags"],
  additionalProperties: false,
};

describe("withStructuredOutput", () => {
  it("holds the model to the schema, and streams the answer while it grows", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks }));

      const snapshots = await collect(
        chatModel(server).withStructuredOutput(joke).stream("Tell one."),
      );

      expect(snapshots[0]).toEqual({ setup: "Why" });
      expect(snapshots.at(-1)).toEqual(answer);
      expect(server.requests[0]?.body["response_format"]).toEqual({
        type: "json_schema",
        json_schema: {
          name: "extract",
          description: "A joke.",
          schema: strictSchema,
          strict: true,
        },
      });
    });
  });

  it("does so by the Responses API", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiResponse({ chunks }));
      const model = chatModel(server, { useResponsesApi: true });

      expect(
        await model.withStructuredOutput(joke, { name: "a joke" }).invoke("Tell one."),
      ).toEqual(answer);
      expect(server.requests[0]?.body["text"]).toEqual({
        format: {
          type: "json_schema",
          name: "a_joke",
          description: "A joke.",
          schema: strictSchema,
          strict: true,
        },
      });
    });
  });

  it("does not hold it to the letter where a property may be missing", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ chunks: ['{"a":"1"}'] }));
      const loose = z.object({
        a: z.string(),
        b: z.object({ c: z.string().optional() }).optional(),
      });

      expect(await chatModel(server).withStructuredOutput(loose).invoke("Hi")).toEqual({ a: "1" });
      expect(server.requests[0]?.body).toMatchObject({
        response_format: { json_schema: { strict: false } },
      });
      expect(() => chatModel(server).withStructuredOutput(loose, { strict: true })).toThrow(
        new InvalidArgumentError(
          "OpenAI cannot follow the schema extract to the letter, since the schema.b is optional or open; make it required (nullable, if it may be missing), or leave strict out.",
        ),
      );
    });
  });

  it.each([
    ["jsonMode", {}, { response_format: { type: "json_object" } }],
    [
      "functionCalling",
      { strict: true },
      {
        tool_choice: { type: "function", function: { name: "extract" } },
        tools: [
          {
            type: "function",
            function: { name: "extract", strict: true, parameters: strictSchema },
          },
        ],
      },
    ],
  ] as const)("takes the method %s where it is told to", async (method, options, body) => {
    await withServer(async (server) => {
      server.respondWith(
        method === "jsonMode"
          ? openaiChat({ chunks })
          : openaiChat({ toolCalls: [{ name: "extract", args: answer }] }),
      );

      const structured = chatModel(server).withStructuredOutput(joke, { method, ...options });

      expect(await structured.invoke("Tell one.")).toEqual(answer);
      expect(server.requests[0]?.body).toMatchObject(body);
    });
  });

  it("takes a tool for models that know no schemas", async () => {
    await withServer(async (server) => {
      server.respondWith(openaiChat({ toolCalls: [{ name: "extract", args: answer }] }));

      const structured = chatModel(server, { model: "gpt-4-turbo" }).withStructuredOutput(joke);

      expect(await structured.invoke("Tell one.")).toEqual(answer);
      expect(server.requests[0]?.body).not.toHaveProperty("response_format");
    });
  });
});

describe("tool_choice", () => {
  const tools = [{ name: "search", description: "Searches.", schema: z.object({ q: z.string() }) }];
  const native = { type: "function", function: { name: "search" } };

  it.each([
    ["auto", "auto", "auto"],
    ["none", "none", "none"],
    ["any", "required", "required"],
    ["required", "required", "required"],
    ["search", native, { type: "function", name: "search" }],
    [native, native, { type: "function", name: "search" }],
  ])("%j goes out in the form of each API", async (choice, chat, responses) => {
    await withServer(async (server) => {
      server
        .respondWith(openaiChat({ chunks: ["a"] }))
        .respondWith(openaiResponse({ chunks: ["a"] }));
      const options = { tool_choice: choice, parallel_tool_calls: false };

      await chatModel(server).bindTools(tools, options).invoke("Hi");
      await chatModel(server, { useResponsesApi: true }).bindTools(tools, options).invoke("Hi");

      const bodies = server.requests.map(({ body }) => body);
      expect(bodies[0]).toMatchObject({ tool_choice: chat, parallel_tool_calls: false });
      expect(bodies[1]).toMatchObject({ tool_choice: responses, parallel_tool_calls: false });
    });
  });

  it("lets tools in an API's own form through", async () => {
    await withServer(async (server) => {
      server
        .respondWith(openaiChat({ chunks: ["a"] }))
        .respondWith(openaiResponse({ chunks: ["a"] }));
      const chatTool = { type: "function", function: { name: "search", parameters: {} } };
      const search = { type: "web_search" };

      await chatModel(server).bindTools([chatTool]).invoke("Hi");
      await chatModel(server, { useResponsesApi: true }).bindTools([chatTool, search]).invoke("Hi");

      const bodies = server.requests.map(({ body }) => body);
      expect(bodies[0]?.["tools"]).toEqual([chatTool]);
      expect(bodies[1]?.["tools"]).toEqual([
        { type: "function", name: "search", parameters: {}, strict: false },
        search,
      ]);
    });
  });
});
