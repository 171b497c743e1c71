import { init } from "echarts";
import type { Result } from "../frame/result.ts";
import { barPlot } from "./bar-plot.ts";
import { growthPlot } from "./growth-plot.ts";

/**
 * Draws a result as an SVG: its series where it has some, its rows otherwise.
 *
 * The same result gives the same text, in any process.
 */
export function renderPlot(result: Result): string {
  const { id, title, environment, series } = result;
  const { width, height, option } = series.length > 0 ? growthPlot(result) : barPlot(result);
  const heading = {
    text: `${id.toUpperCase()}: ${title}`,
    subtext: `Node ${environment.node.slice(1)}, ${environment.platform}, ${String(environment.cpus)} x ${environment.cpu}`,
    left: 16,
    top: 12,
    itemGap: 6,
    textStyle: { fontSize: 17 },
    subtextStyle: { fontSize: 12 },
  };
  const titles = [heading, ...[option.title ?? []].flat()];
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  chart.setOption({
    animation: false,
    backgroundColor: "#ffffff",
    textStyle: { fontFamily: "Helvetica, Arial, sans-serif" },
    ...option,
    title: titles,
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return `${withoutInstance(svg)}\n`;
}

// Names in it count the charts that the process has drawn. What a pointer does to a picture in a document is of no use.
function withoutInstance(svg: string): string {
  return svg
    .replace(/<style ?>.*?<\/style>/su, "")
    .replaceAll(/ class="zr\d+-cls-\d+"/gu, "")
    .replaceAll(/zr\d+-/gu, "");
}
