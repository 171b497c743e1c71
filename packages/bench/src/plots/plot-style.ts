import type { SideKind } from "../frame/side.ts";

/** How a series of one side looks, the first of its kind to the last. */
interface KindStyle {
  readonly colors: readonly string[];
  readonly symbol: string;
  readonly line: "solid" | "dashed" | "dotted";
}

/** Ours are blue and green, peers are red and brown, bare parts are grey: also told apart without colours. */
export const plotStyles: Readonly<Record<SideKind, KindStyle>> = {
  ours: {
    colors: ["#0b5cad", "#0f9d8a", "#5b3fa8", "#3aa0e8", "#2e7d32", "#7c9a00"],
    symbol: "circle",
    line: "solid",
  },
  peer: {
    colors: ["#c62828", "#e07b00", "#8d4b1f", "#d6498f"],
    symbol: "triangle",
    line: "dashed",
  },
  bare: { colors: ["#555555", "#9a9a9a"], symbol: "rect", line: "dotted" },
};

/** The colour of the one that comes as number `index` of its kind. */
export function plotColor(kind: SideKind, index: number): string {
  const { colors } = plotStyles[kind];
  return colors[index % colors.length] ?? "#000000";
}

/** A number at an axis or a bar, with as many digits as say something. */
export function plotNumber(value: number): string {
  return value.toLocaleString("en", { maximumSignificantDigits: 3 });
}
