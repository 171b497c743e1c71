import { growthPlot } from "../../src/plots/growth-plot.ts";
import { renderPlot } from "../../src/plots/render-plot.ts";
import { barResult, growthResult } from "./results.ts";

test.each([barResult, growthResult])("$id: draws the same each time", (result) => {
  const first = renderPlot(result);
  // The library counts its charts: one between must not show.
  renderPlot(barResult);
  expect(renderPlot(result)).toBe(first);
});

test("draws a bar for each row, with its cost", () => {
  const svg = renderPlot(barResult);
  expect(svg).toContain(">W7: a call | a pipe</text>");
  expect(svg).toContain(">Node 20.20.0, linux x64, 2 x some processor</text>");
  expect(svg).toContain(">LangChain.js, a call</text>");
  expect(svg).toContain(">60</text>");
});

test("draws a panel for each group, and names series without it", () => {
  const svg = renderPlot(growthResult);
  for (const text of ["lists", "texts", "nests", "Rivulet, read", "LangChain.js", "ms in all"])
    expect(svg).toContain(`>${text}</text>`);
});

test("draws the whole time, not that of a chunk", () => {
  const { option } = growthPlot(growthResult);
  const [series] = [option.series ?? []].flat();
  expect(series?.data).toStrictEqual([
    [100, 0.2],
    [1_000, 2],
    [10_000, 20],
  ]);
});

test("draws what is no time as it is", () => {
  const { option } = growthPlot({ ...growthResult, unit: "MB, peak" });
  const [series] = [option.series ?? []].flat();
  expect(series?.data).toStrictEqual([
    [100, 200],
    [1_000, 2_000],
    [10_000, 20_000],
  ]);
});

test("puts panels in two columns, below the highest of the row before", () => {
  const { option, width, height } = growthPlot(growthResult);
  const [first, second, third] = [option.grid ?? []].flat();
  expect(first?.top).toBe(second?.top);
  expect(third?.left).toBe(first?.left);
  expect(Number(third?.top)).toBeGreaterThan(Number(first?.top) + Number(first?.height));
  expect(width).toBeGreaterThan(Number(second?.left) + Number(second?.width));
  expect(height).toBeGreaterThan(Number(third?.top) + Number(third?.height));
});
