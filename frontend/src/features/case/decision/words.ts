/** What a person reads for the acts, their outcomes and who may do them. */

import type { Schemas } from "../../../api/client";
import type { Outcome } from "./form";

/** Words of the case's `may` that decide something. */
export const DECIDING = ["approve", "approve_modified", "deny", "request_information"];

export const ACCEPT: Record<string, string> = { approve: "Accept approval", pend_for_review: "Accept pend", deny: "Accept denial" };

export const OUTCOME: Record<Outcome, string> = {
  approve: "Approve",
  approve_modified: "Approve with changes",
  request_information: "Request information",
  deny: "Deny",
};

export const WHO_MAY: Record<Outcome, string> = {
  approve: "a reviewer",
  approve_modified: "a medical director, or a reviewer with the requester’s agreement",
  request_information: "a reviewer",
  deny: "a medical director with a credential on file",
};

export const REASONS: readonly (readonly [Schemas["ReasonKey"], string])[] = [
  ["medical_necessity", "Not medically necessary"],
  ["documentation_missing", "Documentation missing"],
  ["experimental", "Experimental or investigational"],
  ["not_covered_benefit", "Not a covered benefit"],
  ["out_of_network", "Out of network"],
  ["eligibility", "Not eligible on the date"],
  ["duplicate", "Duplicate request"],
  ["invalid_code", "Code not valid"],
  ["out_of_window", "Outside the time allowed"],
];

/** Words of `may` beside deciding; each has a dialog. */
export const ACTS = ["extend", "resume", "reopen", "withdraw"] as const;
export type Act = (typeof ACTS)[number];
export const SHORT: Record<Act, string> = { extend: "Extend", resume: "Resume", reopen: "Reopen", withdraw: "Withdraw" };
