// "@rivulet/vectors" of packages/vectors/README.md. Edit it there; `npm run docs` writes this file.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ScriptedEmbeddings } from "@rivulet/testing";
import { USearch } from "@rivulet/vectors";

const folder = mkdtempSync(join(tmpdir(), "vectors-"));
const embeddings = new ScriptedEmbeddings();
const texts = ["cats purr", "cats hunt mice", "dogs bark"];
const store = await USearch.fromTexts(texts, [{ page: 1 }, { page: 2 }, { page: 3 }], embeddings);
await store.save(folder);

const again = await USearch.load(folder, embeddings);
console.log(await again.asRetriever({ k: 1, filter: { page: 2 } }).invoke("what do cats do?"));
rmSync(folder, { recursive: true });
