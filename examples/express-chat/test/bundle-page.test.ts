import { builtinModules } from "node:module";
import { bundledPage } from "./support/chat-service.ts";

describe("the bundled page", () => {
  it("imports nothing, and nothing of Node above all", async () => {
    const script = (await bundledPage()).get("/page.js")?.text ?? "";
    const imported = [
      ...script.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*["']([^"']+)["']/gu),
    ];
    expect(imported.map(([, module]) => module)).toEqual([]);
    expect(script).not.toMatch(/\brequire\("/u);
    expect(builtinModules.some((name) => script.includes(`from"${name}"`))).toBe(false);
  });

  it("stays small: zod alone would bring 350 kB of languages", async () => {
    const script = (await bundledPage()).get("/page.js")?.text ?? "";
    expect(script.length).toBeGreaterThan(50_000);
    expect(script.length).toBeLessThan(200_000);
  });

  it("has everything that the page asks for", async () => {
    const page = await bundledPage();
    const html = page.get("/page.html")?.text ?? "";
    const asked = [...html.matchAll(/(?:href|src)="(\/[^"]+)"/gu)].map(([, path = ""]) => path);
    expect(new Set(asked)).toEqual(new Set(["/icon.svg", "/page.css", "/page.js"]));
    for (const path of asked) expect(page.has(path)).toBe(true);
  });
});
