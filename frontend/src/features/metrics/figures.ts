/** Figures as a screen shows them: periods, bars under a limit, and words for directions. Pure. */

import type { Schemas } from "../../api/client";
import { span } from "../../ui/clock";

export type Turnaround = Schemas["Turnaround"];
export type PublicMetrics = Schemas["PublicMetrics"];
export type Measure = Schemas["MeasureResource"];

export const PERIODS = ["30 days", "This quarter", "This year"] as const;
export type Period = (typeof PERIODS)[number];

export interface Days {
  readonly from: string;
  readonly to: string;
}

const written = (day: Date): string => day.toISOString().slice(0, 10);

/** The days of a period that ends today, both counted. */
export function daysOf(period: Period, today: string): Days {
  const day = new Date(`${today}T00:00:00Z`);
  if (period === "30 days") return { from: written(new Date(day.getTime() - 29 * 86_400_000)), to: today };
  const month = period === "This year" ? 0 : Math.floor(day.getUTCMonth() / 3) * 3;
  return { from: written(new Date(Date.UTC(day.getUTCFullYear(), month, 1))), to: today };
}

export interface Bar {
  readonly label: string;
  readonly count: number;
  readonly over: boolean;
}

const DAY = 24;
const STANDARD = [0, 1, 2, 3, 4, 5, 6, 7].map((days) => days * DAY);
const URGENT = [0, 4, 12, 24, 48, 72];

export const LIMITS = { standard: { hours: 7 * DAY, words: "limit 7 days" }, expedited: { hours: 72, words: "limit 72 hours" } } as const;
export type Urgency = keyof typeof LIMITS;

/** The server's bars put together at the edges a reviewer thinks in; what lies over the limit is one bar. */
export function bars(told: readonly Schemas["BarResource"][], urgency: Urgency): Bar[] {
  const edges = urgency === "standard" ? STANDARD : URGENT;
  const unit = urgency === "standard" ? DAY : 1;
  const within = (low: number, high: number): number => told.filter((bar) => bar.from_hours >= low && bar.from_hours < high).reduce((sum, bar) => sum + bar.count, 0);
  return edges.map((low, at) => {
    const high = edges[at + 1];
    if (high === undefined) return { label: `>${low / unit}`, count: within(low, Infinity), over: true };
    return { label: at === 0 ? `<${high / unit}` : `${low / unit}–${high / unit}`, count: within(low, high), over: false };
  });
}

const OUTCOME: Record<string, string> = { approve: "Approve", pend_for_review: "Pend", deny: "Deny", approved: "Approve", approved_modified: "Approve with changes", denied: "Deny, by a director" };
const outcome = (word: string): string => OUTCOME[word] ?? word;

export interface Direction {
  readonly draft: string;
  readonly signed: string;
  readonly count: number;
}

/** "pend_for_review to approved" as what was drafted and what was signed, the most frequent first. */
export const directions = (told: Readonly<Record<string, number>>): Direction[] =>
  Object.entries(told)
    .map(([words, count]) => {
      const [draft = "", signed = ""] = words.split(" to ");
      return { draft: outcome(draft), signed: outcome(signed), count };
    })
    .toSorted((a, b) => b.count - a.count);

export const percent = (value: number | null): string => (value === null ? "–" : `${value.toFixed(value % 1 === 0 ? 0 : 1)}%`);
export const hours = (value: number | null): string => (value === null ? "–" : span(value * 3_600_000));
export const minutes = (value: number | null): string => (value === null ? "–" : value < 60 ? `${Math.floor(value)} m ${String(Math.round((value % 1) * 60)).padStart(2, "0")} s` : span(value * 60_000));

/** A public measure's value and what it is counted from. */
export function measured(one: Measure): { readonly value: string; readonly base: string } {
  if (one.unit === "percent") return { value: one.percent === null || one.percent === undefined ? "–" : `${one.percent.toFixed(2)}%`, base: `${one.numerator ?? 0} of ${one.denominator ?? 0}` };
  if (one.unit === "count") return { value: `${one.count ?? 0}`, base: "in force" };
  if (one.count === 0) return { value: "–", base: "0" };
  const digits = one.unit === "days" ? 2 : 1;
  const told = (value: number | null | undefined): string => (typeof value === "number" ? `${value.toFixed(digits)} ${one.unit}` : "–");
  return { value: `${told(one.average)}, ${told(one.median)}`, base: `${one.count ?? 0}` };
}
