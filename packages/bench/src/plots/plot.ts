import type { EChartsOption } from "echarts";

/** What is to be drawn, and on how many pixels. */
export interface Plot {
  readonly width: number;
  readonly height: number;
  readonly option: EChartsOption;
}
