import type { Goal, SideKind } from "./side.ts";

/** What a figure has to be; without either it is only said. */
export interface Bounds {
  readonly atLeast?: number | undefined;
  readonly atMost?: number | undefined;
}

/** What was found of one side. */
export interface Row {
  readonly id: string;
  readonly label: string;
  readonly kind: SideKind;
  /** Median over the rounds. */
  readonly cost: number;
  /** What `cost` is, where it is not what the report's is. */
  readonly unit?: string | undefined;
  /** What the peer costs: median over the rounds. */
  readonly peerCost?: number | undefined;
  /** How many times cheaper than its peer: median of the ratios of each round. */
  readonly ratio?: number | undefined;
  readonly goal?: Goal | undefined;
  /** Its ratio is told among what is not faster. */
  readonly isDrawback?: boolean | undefined;
}

/** A figure about several sides. */
export interface Finding extends Bounds {
  readonly text: string;
  readonly value: number;
  /** `x` for a ratio. */
  readonly unit: string;
  /** It is told among what is not faster. */
  readonly isDrawback?: boolean | undefined;
}

/** What a series is. */
export interface SeriesFields {
  readonly id: string;
  readonly label: string;
  readonly kind: SideKind;
  /** What the sizes count, as in "chunks". */
  readonly against: string;
  /** Series of one work with the same words here are drawn together. */
  readonly panel: string;
  /** The largest growth exponent that the design allows. */
  readonly atMost?: number | undefined;
}

/** What one program cost at several sizes. */
export interface Series extends SeriesFields {
  /** By size. */
  readonly points: readonly Point[];
  /** Of the whole cost against the size: median over the rounds. */
  readonly exponent: number;
}

/** What a program cost at one size. */
export interface Point {
  readonly size: number;
  /** Median over the rounds, in the unit of the report: a unit of the work, not all of it. */
  readonly cost: number;
  /** How many units the size makes: `cost` times this is the whole. */
  readonly units: number;
}

/** What a benchmark found. */
export interface Report {
  readonly id: string;
  readonly title: string;
  /** What `cost` is, as in "us a chunk". */
  readonly unit: string;
  readonly rounds: number;
  readonly rows: readonly Row[];
  readonly findings: readonly Finding[];
  readonly series: readonly Series[];
}
