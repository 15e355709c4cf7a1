/** What a person reads for the words of the contract. */

export type Tone = "met" | "warn" | "bad" | "quiet";

interface Said {
  readonly word: string;
  readonly tone: Tone;
}

const CRITERION: Record<string, Said> = {
  MET: { word: "Met", tone: "met" },
  INSUFFICIENT: { word: "Insufficient", tone: "warn" },
  NOT_MET: { word: "Not met", tone: "bad" },
};
const DRAFT: Record<string, Said> = {
  approve: { word: "Approve", tone: "met" },
  pend_for_review: { word: "Pend", tone: "warn" },
  deny: { word: "Deny", tone: "bad" },
};
const OUTCOME: Record<string, string> = {
  approved: "Approved",
  approved_modified: "Approved with changes",
  denied: "Denied",
  withdrawn: "Withdrawn",
};
const STAGE: Record<string, string> = {
  received: "Received",
  reviewing: "Running",
  ready: "Ready",
  info_requested: "Waiting for information",
  decided: "Decided",
  withdrawn: "Withdrawn",
};
const CLOCKS: Record<string, string> = {
  medicare_advantage: "Medicare Advantage",
  medicare_ffs: "Medicare fee for service",
  medicaid: "Medicaid",
  chip: "CHIP",
  qhp: "Marketplace plan",
  commercial: "Commercial",
};
const RELATION: Record<string, Said> = {
  supports: { word: "Supports", tone: "met" },
  partly_supports: { word: "Partly supports", tone: "warn" },
  weakens: { word: "Weakens", tone: "bad" },
};
const STEP: Record<string, string> = {
  preflight: "Check request",
  compliance: "Compliance",
  clinical: "Clinical",
  coverage: "Coverage",
  synthesis: "Synthesis",
  record: "Record",
};

const unknown = (word: string): Said => ({ word, tone: "quiet" });

export const criterionWord = (status: string): Said => CRITERION[status] ?? unknown(status);
export const draftWord = (recommendation: string | null): Said =>
  recommendation === null ? unknown("Not yet") : (DRAFT[recommendation] ?? unknown(recommendation));
export const outcomeWord = (outcome: string): string => OUTCOME[outcome] ?? outcome;
export const stageWord = (state: string): string => STAGE[state] ?? state;
/** Whether nothing is awaited any more: no time is left to run out. */
export const isClosed = (state: string): boolean => state === "decided" || state === "withdrawn";
export const lineWord = (line: string): string => CLOCKS[line] ?? line;
export const relationWord = (relation: string): Said => RELATION[relation] ?? unknown(relation);
export const stepWord = (step: string): string => STEP[step] ?? step;
export const urgencyWord = (urgency: string): string => (urgency === "expedited" ? "Urgent" : "Standard");

export const LINES = Object.entries(CLOCKS);

interface Reasoned {
  readonly summary: string;
  readonly criteria_summary: string;
  readonly recommendation: string;
  readonly documentation_gaps: readonly { readonly what: string; readonly critical: boolean }[];
}

/** The reason of a draft without what stands beside it. Where every criterion is met and it pends all the same, what is open. */
export function reasonOf(review: Reasoned): string {
  const said = (review.summary.split(" To settle it:")[0] ?? review.summary).replace(/^Proposed: [a-z ]+\. /, "").replace(/ Confidence \d\.\d\d \([A-Z]+\)\.?/, "").replace("criteria MET", "criteria met");
  const [met, of] = /^(\d+) of (\d+)/.exec(review.criteria_summary)?.slice(1) ?? [];
  const open = [...new Set(review.documentation_gaps.filter((gap) => gap.critical).map((gap) => gap.what))];
  return review.recommendation === "approve" || met !== of || open.length === 0 ? said : `${said} Still open: ${open.join("; ")}.`;
}

export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
