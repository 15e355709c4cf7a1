/** Criteria as a screen lists them: grouped by the policy and item they judge, numbered through. Pure. */

import type { Criterion, Review } from "../../api/client";

export interface Numbered {
  readonly number: number;
  readonly criterion: Criterion;
}

export interface Group {
  readonly key: string;
  readonly policyId: string;
  readonly title: string;
  readonly item: number;
  readonly rows: readonly Numbered[];
}

/** Rows that decide come first within their group. */
export function groups(review: Review): Group[] {
  const found = new Map<string, Criterion[]>();
  const { criteria_assessment: all, coverage_policies: policies } = review.agent_results.coverage;
  for (const criterion of all) {
    const key = `${criterion.item} ${criterion.policy_id}`;
    found.set(key, [...(found.get(key) ?? []), criterion]);
  }
  let number = 0;
  return [...found].map(([key, rows]) => {
    const first = rows[0];
    const policyId = first?.policy_id ?? "";
    return {
      key,
      policyId,
      title: policies.find((policy) => policy.policy_id === policyId)?.title ?? "",
      item: first?.item ?? 1,
      rows: rows.toSorted((a, b) => Number(b.decisive) - Number(a.decisive)).map((criterion) => ({ number: ++number, criterion })),
    };
  });
}

const PARTS = [
  { key: "criteria", name: "Criteria", what: "mean of the criteria" },
  { key: "extraction", name: "Extraction", what: "clinical facts found" },
  { key: "compliance", name: "Completeness", what: "items complete" },
  { key: "policy", name: "Policy match", what: "diagnosis and policy" },
] as const;

export interface Part {
  readonly name: string;
  readonly what: string;
  readonly weight: number;
  readonly earned: number;
}

/** What each part adds to the confidence, of what it could. */
export function parts(components: Readonly<Record<string, number>>): Part[] {
  return PARTS.map(({ key, name, what }) => {
    const weight = components[`${key}_weight`] ?? 0;
    return { name, what, weight, earned: weight * (components[`${key}_score`] ?? 0) };
  });
}

const GATES = [
  { key: "gate_1_provider", name: "1 Provider" },
  { key: "gate_2_codes", name: "2 Codes" },
  { key: "gate_3_necessity", name: "3 Necessity" },
] as const;

export interface Gate {
  readonly key: string;
  readonly name: string;
  readonly result: "Pass" | "Fail" | "Pend" | "Waiting";
}

/** A gate that did not pass reads as what it leads to. */
export function gates(review: Review | null): Gate[] {
  const failed = review?.recommendation === "deny" ? "Fail" : "Pend";
  return GATES.map(({ key, name }) => {
    const result = review?.synthesis_audit_trail.gate_results[key];
    return { key, name, result: result === undefined ? "Waiting" : result === "PASS" ? "Pass" : failed };
  });
}
