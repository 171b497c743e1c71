import fc from "fast-check";

import { AIMessageChunk } from "../../src/messages/ai-message-chunk.ts";

const text = fc.constantFrom("", "a", "b", "cd", " ");
const index = fc.option(fc.constantFrom<number | string>(0, 1, "0"), { nil: undefined });

/** Plain data of every kind under few keys, so that chunks often disagree about the kind of a value. */
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { maxDepth: 2 },
    text,
    fc.integer({ min: 0, max: 9 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("any"), { maxLength: 3 }),
    tie("record"),
  ),
  record: fc.dictionary(fc.constantFrom("id", "type", "index", "name", "text", "x"), tie("any"), {
    maxKeys: 3,
    noNullPrototype: true,
  }),
}));
const record = fc.dictionary(fc.constantFrom("id", "created", "stop", "x"), value.any, {
  maxKeys: 3,
  noNullPrototype: true,
});

const block = fc.oneof(
  fc.record({ type: fc.constant("text"), text }),
  fc
    .tuple(fc.constantFrom("text", "text_delta", "thinking", "tool_use"), index, text)
    .map(([type, at, content]) =>
      type.startsWith("text")
        ? { type, index: at, text: content }
        : { type, index: at, input: content, signature: content },
    ),
  fc.record({ type: fc.constant("image"), url: text, extra: value.any }),
);

const content = fc.oneof(text, fc.array(block, { maxLength: 4 }));

const toolCallChunk = fc.record(
  {
    index,
    id: fc.constantFrom("", "call_1", "call_2"),
    name: fc.constantFrom("", "search", "add"),
    args: fc.constantFrom("", "{", "}", '{"a":1}', '"b"'),
  },
  { requiredKeys: [] },
);

const details = fc.dictionary(
  fc.constantFrom("cache_read", "reasoning", "audio"),
  fc.integer({ min: 0, max: 99 }),
  { noNullPrototype: true },
);

const usage = fc.record(
  {
    input_tokens: fc.nat(99),
    output_tokens: fc.nat(99),
    total_tokens: fc.nat(99),
    input_token_details: details,
    output_token_details: details,
  },
  { requiredKeys: ["input_tokens", "output_tokens", "total_tokens"] },
);

/** The fields of any chunk that a provider might send. */
export const chunkFields = fc.record(
  {
    content,
    id: fc.constantFrom("m1", "m2"),
    name: fc.constantFrom("ann", "bob"),
    additional_kwargs: record,
    response_metadata: record,
    usage_metadata: usage,
    tool_call_chunks: fc.array(toolCallChunk, { maxLength: 4 }),
  },
  { requiredKeys: [] },
);

/** Any chunk that a provider might send. */
export const chunk = chunkFields.map((fields) => new AIMessageChunk(fields));
