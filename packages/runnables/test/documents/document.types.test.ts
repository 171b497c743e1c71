import { Document } from "../../src/documents/document.ts";

type Equal<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const check = <Holds extends true>(): Holds | undefined => undefined;

const typed = new Document({ pageContent: "a", metadata: { page: 1 } });
check<Equal<typeof typed.metadata.page, number>>();
const untyped = new Document({ pageContent: "a" });
check<Equal<(typeof untyped.metadata)[string], unknown>>();
const general: Document = typed;
check<Equal<typeof general.pageContent, string>>();
// @ts-expect-error a document is not changed
typed.pageContent = "b";
