/** What changed and in which direction, and what the server says against a text; nothing here asks anybody. */

import type { Problem, Schemas } from "../../api/client";

export type Change = Schemas["ChangeResource"];
export type Cases = NonNullable<Schemas["ImpactBody"]["cases"]>;

export interface Found {
  readonly cases: number;
  readonly changes: readonly Change[];
  readonly before: string;
  readonly after: string;
  /** The case to go on after, where more are left. */
  readonly next: string | null;
}

export const joined = (held: Found | null, more: Schemas["ImpactResource"]): Found => ({
  cases: (held?.cases ?? 0) + more.cases,
  changes: [...(held?.changes ?? []), ...more.changes],
  before: more.rules_before,
  after: more.rules_after,
  next: more.next,
});

export type Kind = "unsafe" | "wanted" | "away" | "same";

export const kindOf = (change: Change): Kind => {
  if (change.unsafe) return "unsafe";
  return change.direction === "towards_approval" ? "wanted" : change.direction === "away_from_approval" ? "away" : "same";
};

export interface Fault {
  /** The line of the edited text, or nothing where another file is meant. */
  readonly line: number | null;
  readonly text: string;
}

/** What the server says against the text, by line. */
export const faultsOf = (problem: Pick<Problem, "faults"> | null): Fault[] =>
  (problem?.faults ?? []).map(({ loc, msg }) => {
    const [where, line] = loc;
    if (where === "text" && typeof line === "number") return { line, text: msg };
    return { line: null, text: where === "rules" ? `${loc.slice(1).join(", line ")}: ${msg}` : msg };
  });
