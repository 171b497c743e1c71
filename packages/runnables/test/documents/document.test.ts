import { inspect } from "node:util";

import { InvalidArgumentError } from "@rivulet/core";
import fc from "fast-check";

import { documentFromFields, documentToFields } from "../../src/documents/document-codec.ts";
import { Document, isDocument } from "../../src/documents/document.ts";

describe("a document", () => {
  test("has content, metadata and perhaps an id", () => {
    expect(new Document({ pageContent: "a" })).toMatchObject({
      pageContent: "a",
      metadata: {},
      id: undefined,
    });
    const metadata = { source: "book" };
    expect(new Document({ pageContent: "a", metadata, id: "1" }).metadata).toBe(metadata);
  });

  test("prints without what is empty", () => {
    expect(inspect(new Document({ pageContent: "a" }))).toBe("Document { pageContent: 'a' }");
    expect(inspect(new Document({ pageContent: "a", metadata: { b: 1 }, id: "1" }))).toBe(
      "Document { pageContent: 'a', metadata: { b: 1 }, id: '1' }",
    );
  });

  test("its JSON has no type", () => {
    expect(JSON.stringify(new Document({ pageContent: "a" }))).toBe(
      '{"pageContent":"a","metadata":{}}',
    );
  });

  test("is known by its marker", () => {
    expect(isDocument(new Document({ pageContent: "a" }))).toBe(true);
    for (const other of [null, undefined, "a", { pageContent: "a", metadata: {} }])
      expect(isDocument(other)).toBe(false);
  });

  test("comes back from its fields", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.option(fc.string(), { nil: undefined }),
        (pageContent, metadata, id) => {
          const document = new Document({ pageContent, metadata, id });
          const { type, fields } = documentToFields(document);
          expect(type).toBe("Document");
          expect(documentFromFields(fields)).toEqual(document);
        },
      ),
    );
  });

  test.each([
    [{}],
    [{ pageContent: 5 }],
    [{ pageContent: "a", metadata: [] }],
    [{ pageContent: "a", id: 5 }],
  ])("fields of the wrong shape are refused: %j", (fields) => {
    expect(() => documentFromFields(fields)).toThrow(InvalidArgumentError);
  });
});
