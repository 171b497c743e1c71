import { createHash } from "node:crypto";
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Document } from "@rivulet/runnables";
import { ScriptedEmbeddings } from "@rivulet/testing";
import { USearch } from "@rivulet/vectors";
import { Index } from "usearch";
import { createRandom, createVectors } from "../support/create-vectors.ts";
import { failureOf } from "../support/failure-of.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

const embeddings = new ScriptedEmbeddings();
const dimensions = 16;
const queries = createVectors(20, dimensions, { seed: 3 });

function documentsOf(from: number, count: number): Document[] {
  return Array.from({ length: count }, (_, index) => {
    const place = from + index;
    return new Document({
      pageContent: `text ${place}\n"\u2028"`,
      metadata: { place, nested: { list: [place, null] } },
      id: `id-${place}`,
    });
  });
}

async function createStore(count = 1200): Promise<USearch> {
  const store = new USearch(embeddings, { expansionSearch: 32 });
  const vectors = createVectors(count, dimensions, { seed: 2 });
  await store.addVectors(vectors, documentsOf(0, count));
  await store.delete({ ids: documentsOf(0, count / 4).map(({ id = "" }) => id) });
  return store;
}

async function resultsOf(store: USearch): Promise<unknown> {
  const results: unknown[] = [];
  for (const query of queries) {
    results.push(await store.similaritySearchVectorWithScore(query, 10));
    results.push(await store.similaritySearchVectorWithScore(query, 3, { place: 1100 }));
  }
  return results;
}

function fileOf(folder: string, kind: string): string {
  const name = readdirSync(folder).find((one) => one.startsWith(kind));
  if (name === undefined) throw new Error(`There is no ${kind}.`);
  return join(folder, name);
}

const kinds = ["manifest", "index", "vectors", "documents"];

describe("a store that was saved", () => {
  it("finds the same again: documents, ids, order and scores", async () => {
    const folder = join(createTemporaryFolder(), "made", "by it");
    const store = await createStore();
    await store.save(folder);
    const again = await USearch.load(folder, embeddings);

    expect(again.size).toBe(900);
    expect(await resultsOf(again)).toStrictEqual(await resultsOf(store));
    const [[document] = []] = await again.similaritySearchVectorWithScore(queries[0] ?? [], 1);
    expect(document).toBeInstanceOf(Document);
    expect(document?.id).toMatch(/^id-\d+$/);
  });

  it("can be added to, deleted from and saved again", async () => {
    const folder = createTemporaryFolder();
    await (await createStore()).save(folder);
    const again = await USearch.load(folder, embeddings);
    await again.addVectors(createVectors(300, dimensions, { seed: 5 }), documentsOf(1200, 300));
    await again.delete({ ids: ["id-1100"] });
    await again.save(folder);
    const third = await USearch.load(folder, embeddings);

    expect(third.size).toBe(1199);
    expect(await resultsOf(third)).toStrictEqual(await resultsOf(again));
    const [query = []] = createVectors(1, dimensions, { seed: 5 });
    const [[document] = []] = await third.similaritySearchVectorWithScore(query, 1);
    expect(document?.id).toBe("id-1200");
    expect(readdirSync(folder)).toHaveLength(4);
  });

  it("is the same after most of it was deleted", async () => {
    const folder = createTemporaryFolder();
    const store = await createStore();
    await store.delete({ ids: documentsOf(0, 1000).map(({ id = "" }) => id) });
    await store.save(folder);
    const again = await USearch.load(folder, embeddings);

    expect(again.size).toBe(200);
    expect(await resultsOf(again)).toStrictEqual(await resultsOf(store));
    await again.addVectors(createVectors(1200, dimensions, { seed: 2 }), documentsOf(0, 1200));
    expect(again.size).toBe(1200);
    expect(await resultsOf(again)).not.toStrictEqual(await resultsOf(store));
  });

  it("may be empty", async () => {
    const folder = createTemporaryFolder();
    await new USearch(embeddings).save(folder);
    const again = await USearch.load(folder, embeddings);

    expect(await again.similaritySearch("anything")).toStrictEqual([]);
    await again.addDocuments([new Document({ pageContent: "a" })]);
    expect(await again.similaritySearch("anything")).toHaveLength(1);
  });

  it("keeps how it is searched, unless told otherwise", async () => {
    const folder = createTemporaryFolder();
    await (await createStore()).save(folder);

    const options = { expansionSearch: 0 };
    expect(await failureOf(USearch.load(folder, embeddings, options))).toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    const wide = await USearch.load(folder, embeddings, { expansionSearch: 1000 });
    expect(await resultsOf(wide)).toHaveLength(40);
  });

  it("refuses a query of other dimensions", async () => {
    const folder = createTemporaryFolder();
    await (await createStore()).save(folder);
    const again = await USearch.load(folder, embeddings);

    expect(await failureOf(again.similaritySearch("a text"))).toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining("A vector has 32 numbers"),
    });
  });
});

describe("saving", () => {
  it("leaves the old store where the new one can't be written", async () => {
    const folder = createTemporaryFolder();
    const store = await createStore();
    await store.save(folder);
    const before = await resultsOf(store);
    const listed = readdirSync(folder);
    await store.addVectors(
      [queries[0] ?? []],
      [new Document({ pageContent: "big", metadata: { big: 1n }, id: "big" })],
    );

    expect(await failureOf(store.save(folder))).toMatchObject({
      code: "INVALID_ARGUMENT",
      message: expect.stringContaining('"big"'),
    });
    expect(readdirSync(folder)).toStrictEqual(listed);
    expect(await resultsOf(await USearch.load(folder, embeddings))).toStrictEqual(before);
  });

  it("leaves the old store where it ended before its last step", async () => {
    const folder = createTemporaryFolder();
    const store = await createStore();
    await store.save(folder);
    const before = await resultsOf(store);
    const other = createTemporaryFolder();
    await store.addVectors([queries[0] ?? []], [new Document({ pageContent: "new" })]);
    await store.save(other);
    // What is on the disk before the manifest gets its name.
    for (const name of readdirSync(other)) {
      const target = name === "manifest.json" ? "manifest.json.crashed" : name;
      copyFileSync(join(other, name), join(folder, target));
    }

    expect(await resultsOf(await USearch.load(folder, embeddings))).toStrictEqual(before);
    const old = new Date(Date.now() - 7_200_000);
    for (const name of readdirSync(folder)) utimesSync(join(folder, name), old, old);
    writeFileSync(join(folder, "notes.txt"), "of the user");
    await store.save(folder);
    expect(readdirSync(folder)).toHaveLength(5);
    expect(await resultsOf(await USearch.load(folder, embeddings))).toStrictEqual(
      await resultsOf(store),
    );
  });

  it("is done when the new store is there, also where an old file can't be removed", async () => {
    const folder = createTemporaryFolder();
    const store = await createStore();
    const obstacle = join(folder, "index-old.usearch");
    mkdirSync(obstacle);
    utimesSync(obstacle, 1, 1);
    await store.save(folder);
    const again = await USearch.load(folder, embeddings);

    expect(await resultsOf(again)).toStrictEqual(await resultsOf(store));
  });

  it("may take an index away that somebody else is about to read", async () => {
    const folder = createTemporaryFolder();
    const other = createTemporaryFolder();
    await (await createStore()).save(folder);
    await (await createStore(800)).save(other);
    const { load } = Index.prototype;
    const spy = jest.spyOn(Index.prototype, "load");
    spy.mockImplementationOnce(function (this: Index, path) {
      rmSync(path);
      cpSync(other, folder, { recursive: true });
      load.call(this, path);
    });

    const loading = USearch.load(folder, embeddings).finally(() => {
      spy.mockRestore();
    });
    expect((await loading).size).toBe(600);
  });

  it("may happen while others load", async () => {
    const folder = createTemporaryFolder();
    const store = await createStore(400);
    await store.save(folder);
    let isDone = false;
    const saved = (async () => {
      for (let round = 0; round < 5; round += 1) await store.save(folder);
      isDone = true;
    })();
    let loads = 0;
    while (!isDone) {
      expect((await USearch.load(folder, embeddings)).size).toBe(300);
      loads += 1;
    }
    await saved;

    expect(loads).toBeGreaterThan(0);
  });
});

describe("a store on disk that is not what was saved", () => {
  let saved: string;

  beforeAll(async () => {
    saved = mkdtempSync(join(tmpdir(), "rivulet-vectors-"));
    await (await createStore(400)).save(saved);
  });

  afterAll(() => {
    rmSync(saved, { recursive: true, force: true });
  });

  function copySaved(): string {
    const folder = createTemporaryFolder();
    cpSync(saved, folder, { recursive: true });
    return folder;
  }

  it.each(["/dev/null/nothing", "/nowhere"])("is missing, in %s", async (folder) => {
    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      name: "VectorStoreFileError",
      code: "VECTOR_STORE_FILE",
      problem: "missing",
    });
  });

  it.each(kinds)("lacks its %s", async (kind) => {
    const folder = copySaved();
    const path = fileOf(folder, kind);
    rmSync(path);

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      code: "VECTOR_STORE_FILE",
      problem: "missing",
      path,
    });
  });

  it.each(kinds)("has its %s truncated anywhere", async (kind) => {
    const folder = copySaved();
    const path = fileOf(folder, kind);
    const { size } = statSync(path);
    const offsets = [
      size - 1,
      size - 2,
      size - 64,
      ...[...Array(20).keys()].map((n) => (n * size) / 20),
    ];
    for (const offset of offsets.map(Math.floor).toSorted((one, other) => other - one)) {
      truncateSync(path, offset);
      const isWhole = kind === "manifest" && offset === size - 1;
      if (isWhole) continue;
      expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
        code: "VECTOR_STORE_FILE",
        problem: kind === "manifest" ? "corrupted" : "truncated",
        path,
      });
    }
  });

  it.each(kinds)("has another byte anywhere in its %s", async (kind) => {
    const random = createRandom(7);
    const folder = copySaved();
    const path = fileOf(folder, kind);
    const bytes = readFileSync(path);
    for (let round = 0; round < 20; round += 1) {
      const changed = Uint8Array.from(bytes);
      const place = Math.floor(random() * (bytes.length - 1));
      changed[place] = (changed[place] ?? 0) ^ (1 + Math.floor(random() * 255));
      writeFileSync(path, changed);
      expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
        code: "VECTOR_STORE_FILE",
        problem: "corrupted",
        path,
      });
    }
  });

  it.each(kinds)("has more in its %s", async (kind) => {
    const folder = copySaved();
    const path = fileOf(folder, kind);
    writeFileSync(path, "more", { flag: "a" });

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      problem: "corrupted",
      path,
    });
  });

  function changeManifest(
    folder: string,
    change: (manifest: Record<string, unknown>) => void,
  ): void {
    const path = join(folder, "manifest.json");
    const { manifest } = JSON.parse(readFileSync(path, "utf8")) as {
      manifest: Record<string, unknown>;
    };
    change(manifest);
    const sha256 = createHash("sha256").update(JSON.stringify(manifest)).digest("hex");
    writeFileSync(path, JSON.stringify({ sha256, manifest }));
  }

  it("is of another version", async () => {
    const folder = copySaved();
    changeManifest(folder, (manifest) => {
      manifest["version"] = 2;
    });

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      problem: "version",
      message: expect.stringContaining("is of a version that"),
    });
  });

  it.each([
    ["dimensions", "dimensions"],
    ["rowCount", "dimensions"],
    ["indexedCount", "dimensions"],
  ])("has other %s", async (field, problem) => {
    const folder = copySaved();
    changeManifest(folder, (manifest) => {
      manifest[field] = Number(manifest[field]) + 1;
    });

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({ problem });
  });

  function replaceIndex(folder: string, bytes: Uint8Array): void {
    const name = "index-other.usearch";
    writeFileSync(join(folder, name), bytes);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    changeManifest(folder, (manifest) => {
      manifest["index"] = { name, bytes: bytes.length, sha256 };
    });
  }

  it("has the index of a store of other dimensions", async () => {
    const folder = copySaved();
    const other = createTemporaryFolder();
    const store = new USearch(embeddings);
    await store.addVectors(createVectors(400, 8, { seed: 2 }), documentsOf(0, 400));
    await store.save(other);
    replaceIndex(folder, readFileSync(fileOf(other, "index")));

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      problem: "dimensions",
      path: join(folder, "index-other.usearch"),
    });
  });

  it("has an index of another version", async () => {
    const folder = copySaved();
    const bytes = Uint8Array.from(readFileSync(fileOf(folder, "index")));
    const version = 8 + 400 * 2 * dimensions + "usearch".length;
    bytes[version] = 99;
    replaceIndex(folder, bytes);

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      problem: "version",
      path: join(folder, "index-other.usearch"),
    });
  });

  it.each([0, 7, 8, 40, 1200])("has an index that is none, of %p bytes", async (length) => {
    const folder = copySaved();
    replaceIndex(folder, new Uint8Array(length).fill(1));

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      problem: "corrupted",
      path: join(folder, "index-other.usearch"),
    });
  });

  it("names a file outside of its folder", async () => {
    const folder = copySaved();
    changeManifest(folder, (manifest) => {
      const vectors = manifest["vectors"] as { readonly name: string };
      manifest["vectors"] = { ...vectors, name: `../${vectors.name}` };
    });

    expect(await failureOf(USearch.load(folder, embeddings))).toMatchObject({
      problem: "corrupted",
      path: join(folder, "manifest.json"),
    });
  });
});
