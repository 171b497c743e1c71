import type { LegendComponentOption, TitleComponentOption } from "echarts";
import type { Series } from "../frame/report.ts";
import type { Result } from "../frame/result.ts";
import { plotColor, plotNumber, plotStyles } from "./plot-style.ts";
import type { Plot } from "./plot.ts";

const columns = 2;
const panelWidth = 560;
const chartHeight = 300;
const legendLine = 19;
const header = 64;
const margin = { left: 78, right: 46, top: 34, bottom: 58 };

/** A panel: the series that are drawn together. */
interface Panel {
  readonly title: string;
  readonly series: readonly Series[];
  readonly left: number;
  readonly top: number;
}

/** Time against size, both on logarithmic axes, a panel for each group of series: parallel lines grow alike. */
export function growthPlot({ unit, series }: Result): Plot {
  const panels = layOut(series);
  return {
    width: panelWidth * Math.min(columns, panels.length),
    height: Math.max(...panels.map((panel) => panel.top + heightOf(panel))),
    option: {
      title: panels.map(panelTitle),
      grid: panels.map(({ left, top }) => ({
        left: left + margin.left,
        top: top + margin.top,
        width: panelWidth - margin.left - margin.right,
        height: chartHeight,
      })),
      xAxis: panels.map((panel, index) => logAxis(panel.series[0]?.against ?? "size", index, 34)),
      yAxis: panels.map((_panel, index) => logAxis(axisName(unit), index, 54)),
      legend: panels.map(panelLegend),
      series: panels.flatMap(({ series: group }, index) =>
        group.map((one) => toLine(one, { index, unit, color: colorOf(one, group) })),
      ),
    },
  };
}

function layOut(series: readonly Series[]): readonly Panel[] {
  const panels: Panel[] = [];
  for (const [index, title] of [...new Set(series.map(({ panel }) => panel))].entries()) {
    const column = index % columns;
    const group = series.filter(({ panel }) => panel === title);
    const above = panels.slice(index - column - columns, index - column);
    const top = Math.max(header, ...above.map((panel) => panel.top + heightOf(panel)));
    panels.push({ title, series: group, left: column * panelWidth, top });
  }
  return panels;
}

function heightOf({ series }: Pick<Panel, "series">): number {
  return margin.top + chartHeight + margin.bottom + series.length * legendLine + 20;
}

function panelTitle({ title, left, top }: Panel): TitleComponentOption {
  return {
    text: title,
    left: left + margin.left,
    top: top + 8,
    textStyle: { fontSize: 14, fontWeight: "bold" },
  };
}

function panelLegend({ series, left, top }: Panel): LegendComponentOption {
  return {
    data: series.map(nameOf),
    orient: "vertical",
    align: "left",
    left: left + margin.left,
    top: top + margin.top + chartHeight + margin.bottom - 8,
    itemHeight: 9,
    itemWidth: 34,
    itemGap: 5,
    textStyle: { fontSize: 12 },
  };
}

function logAxis(name: string, gridIndex: number, nameGap: number): object {
  return {
    type: "log",
    gridIndex,
    name,
    nameGap,
    nameLocation: "middle",
    axisLabel: { formatter: plotNumber },
    axisLine: { show: true },
    splitLine: { show: true, lineStyle: { color: "#e4e6ea" } },
  };
}

function toLine(
  series: Series,
  { index, unit, color }: { readonly index: number; readonly unit: string; readonly color: string },
): object {
  const { symbol, line } = plotStyles[series.kind];
  const isLong = series.points.length > 12;
  return {
    type: "line",
    name: nameOf(series),
    xAxisIndex: index,
    yAxisIndex: index,
    data: series.points.map(({ size, cost, units }) => [size, wholeOf(cost * units, unit)]),
    symbol,
    symbolSize: 7,
    showSymbol: !isLong,
    silent: true,
    lineStyle: { width: 2, type: line },
    itemStyle: { color },
  };
}

function colorOf(series: Series, group: readonly Series[]): string {
  const alike = group.filter(({ kind }) => kind === series.kind);
  return plotColor(series.kind, alike.indexOf(series));
}

// The panel says already what is drawn in it.
function nameOf({ label, panel }: Series): string {
  return label.replace(`, ${panel}`, "");
}

function isTime(unit: string): boolean {
  return unit.startsWith("us");
}

function axisName(unit: string): string {
  return isTime(unit) ? "ms in all" : (unit.split(/[ ,]/)[0] ?? unit);
}

function wholeOf(cost: number, unit: string): number {
  return isTime(unit) ? cost / 1_000 : cost;
}
