/** A decision as it is being made: what it holds, what is still missing in it, and the act it becomes. Pure. */

import type { Case, Criterion, Review, Schemas } from "../../../api/client";
import type { DeterminationBody, InformationRequestBody } from "../../../api/acts";

export type Way = "accept" | "override";
export type Outcome = "approve" | "approve_modified" | "request_information" | "deny";
export type LineOutcome = "approved" | "approved_modified" | "denied";

export interface Ask {
  readonly key: string;
  readonly what: string;
  readonly why: string;
  readonly critical: boolean;
  readonly asked: boolean;
}

export interface Line {
  readonly sequence: number;
  readonly code: string;
  readonly words: string;
  readonly requested: number;
  readonly outcome: LineOutcome;
  readonly units: string;
  readonly newCode: string;
}

export interface Form {
  readonly way: Way | null;
  readonly outcome: Outcome | null;
  readonly rationale: string;
  readonly asks: readonly Ask[];
  readonly replyBy: string;
  readonly lines: readonly Line[];
  readonly agreed: boolean;
  readonly agreedBy: string;
  readonly reasonKey: Schemas["ReasonKey"];
  /** Which row is cited; ids of rows repeat between policies and items. */
  readonly cited: string;
  readonly criterion: string;
  readonly source: string;
  readonly credential: string;
}

export const LEAST_RATIONALE = 20;

const OF_DRAFT: Record<string, Outcome> = { approve: "approve", pend_for_review: "request_information", deny: "deny" };

/** What accepting this draft means. */
export const accepted = (review: Review | null): Outcome | null => (review === null ? null : (OF_DRAFT[review.recommendation] ?? null));

export const chosen = (form: Form, review: Review | null): Outcome | null => (form.way === "accept" ? accepted(review) : form.way === "override" ? form.outcome : null);

export function begin(found: Case, review: Review | null): Form {
  return {
    way: review !== null && found.state === "ready" ? "accept" : null,
    outcome: null,
    rationale: "",
    asks: asksOf(review),
    replyBy: "",
    lines: found.items.map((item) => ({ sequence: item.sequence, code: item.code, words: item.description, requested: item.units, outcome: "approved", units: String(item.units), newCode: "" })),
    agreed: false,
    agreedBy: "",
    reasonKey: "medical_necessity",
    cited: "",
    criterion: "",
    source: "",
    credential: "",
  };
}

/** What the draft says would settle it, critical things first and ticked, each thing once. */
function asksOf(review: Review | null): Ask[] {
  const gaps = (review?.documentation_gaps ?? []).toSorted((a, b) => Number(b.critical) - Number(a.critical));
  const once = new Map(gaps.map((gap) => [gap.request || gap.what, gap]));
  return [...once].map(([what, gap], at) => ({ key: `gap ${at}`, what, why: gap.request ? `We need it for this rule: ${gap.what}` : "", critical: gap.critical, asked: gap.critical }));
}

export const rowKey = (row: Criterion): string => `${row.item} ${row.policy_id} ${row.id}`;

const isAdverse = (form: Form, outcome: Outcome): boolean => outcome === "deny" || (outcome === "approve_modified" && !form.agreed);

export type FieldName = "way" | "outcome" | "rationale" | "asks" | "lines" | "agreedBy" | "criterion" | "source" | "credential";
export type Faults = Partial<Record<FieldName, string>>;

/** What is still missing, in the order of the form. */
export function faults(form: Form, review: Review | null): Faults {
  const outcome = chosen(form, review);
  if (form.way === null) return { way: "Accept the draft or override it." };
  if (outcome === null) return { outcome: "Choose an outcome." };
  const found: Faults = {};
  if (outcome === "request_information" && !form.asks.some((ask) => ask.asked && ask.what.trim() !== "")) found.asks = "Tick or write at least one thing to ask for.";
  if (outcome === "approve_modified") Object.assign(found, modificationFaults(form));
  if (isAdverse(form, outcome)) Object.assign(found, adverseFaults(form));
  if (needsRationale(form, review) && form.rationale.trim().length < LEAST_RATIONALE) found.rationale = `At least ${LEAST_RATIONALE} characters of reason.`;
  return found;
}

function modificationFaults(form: Form): Faults {
  const wrong = form.lines.find((line) => line.outcome === "approved_modified" && !/^[1-9]\d{0,3}$/.test(line.units));
  if (wrong) return { lines: `Units of ${wrong.code} are a whole number from 1.` };
  if (!form.lines.some(isChanged)) return { lines: "Change the units, the code or the outcome of at least one item." };
  if (form.lines.every((line) => line.outcome === "denied")) return { lines: "Nothing is left approved: that is a denial." };
  return form.agreed && form.agreedBy.trim() === "" ? { agreedBy: "Who agreed, by name." } : {};
}

export const isChanged = (line: Line): boolean =>
  line.outcome === "denied" || (line.outcome === "approved_modified" && (Number(line.units) !== line.requested || line.newCode.trim() !== ""));

function adverseFaults(form: Form): Faults {
  return {
    ...(form.criterion === "" ? { criterion: "Choose the criterion that is not met." } : {}),
    ...(form.criterion !== "" && form.source.trim() === "" ? { source: "Name where the criterion stands." } : {}),
    ...(form.credential === "" ? { credential: "Choose the credential you sign with." } : {}),
  };
}

/** Accepting needs no reason, but for what goes against the member. */
export function needsRationale(form: Form, review: Review | null): boolean {
  const outcome = chosen(form, review);
  return outcome !== null && (form.way === "override" || isAdverse(form, outcome));
}

export const asksForAdverse = (form: Form, review: Review | null): boolean => {
  const outcome = chosen(form, review);
  return outcome !== null && isAdverse(form, outcome);
};

export function informationRequest(form: Form, review: number): InformationRequestBody {
  const asked = form.asks.filter((ask) => ask.asked && ask.what.trim() !== "");
  return {
    review,
    requested_items: asked.map(({ what, why, critical }) => ({ what: what.trim(), why: why.trim() || "The record leaves this open.", critical })),
    ...(form.replyBy === "" ? {} : { reply_by: form.replyBy }),
  };
}

export function determination(form: Form, review: Review, now: string): DeterminationBody {
  const outcome = chosen(form, review);
  const action = outcome === "approve_modified" || outcome === "deny" ? outcome : "approve";
  const adverse = outcome !== null && isAdverse(form, outcome);
  return {
    review: review.review,
    action,
    ...(form.rationale.trim() === "" ? {} : { rationale: form.rationale.trim() }),
    ...(action === "approve_modified" ? { items: form.lines.map(lineOf) } : {}),
    ...(action === "approve_modified" && form.agreed ? { requester_agreed: { by: form.agreedBy.trim(), at: now } } : {}),
    ...(adverse ? { reason_key: form.reasonKey, criterion: { id: form.criterion, source: form.source.trim() }, credential_id: form.credential } : {}),
  };
}

function lineOf(line: Line): NonNullable<DeterminationBody["items"]>[number] {
  const code = line.newCode.trim().toUpperCase();
  if (line.outcome !== "approved_modified") return { sequence: line.sequence, outcome: line.outcome };
  return { sequence: line.sequence, outcome: line.outcome, units: Number(line.units), ...(code ? { code } : {}) };
}

/** Whether leaving would throw away something a person wrote. */
export const holdsText = (form: Form): boolean => form.rationale.trim() !== "" || form.agreedBy.trim() !== "" || form.asks.some((ask) => ask.key.startsWith("own") && ask.what.trim() !== "");
