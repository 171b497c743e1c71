import type { Row } from "../frame/report.ts";
import type { Result } from "../frame/result.ts";
import { plotColor, plotNumber } from "./plot-style.ts";
import type { Plot } from "./plot.ts";

const header = 64;
const barHeight = 26;
const labelWidth = 400;

/** The cost of each row as a bar, on a logarithmic axis: what is ten times as long on it is a power of ten more. */
export function barPlot({ unit, rows }: Result): Plot {
  return {
    width: 1_120,
    height: header + rows.length * barHeight + 70,
    option: {
      grid: { left: labelWidth, right: 90, top: header, height: rows.length * barHeight },
      yAxis: {
        type: "category",
        inverse: true,
        data: rows.map(({ label }) => label),
        axisTick: { show: false },
        axisLabel: { width: labelWidth - 20, overflow: "truncate" },
      },
      xAxis: {
        type: "log",
        name: `${unit}, logarithmic`,
        nameLocation: "middle",
        nameGap: 34,
        axisLabel: { formatter: plotNumber },
        splitLine: { lineStyle: { color: "#e4e6ea" } },
      },
      series: {
        type: "bar",
        silent: true,
        barWidth: "62%",
        data: rows.map((row) => ({
          value: row.cost,
          itemStyle: { color: plotColor(row.kind, 0) },
          label: { show: true, position: "right", formatter: costText(row) },
        })),
      },
    },
  };
}

function costText({ cost, unit }: Row): string {
  return unit === undefined ? plotNumber(cost) : `${plotNumber(cost)} ${unit}`;
}
