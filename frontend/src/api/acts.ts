/** What a person does with a case: each act a call, each refusal a Problem. */

import { send } from "./client";

export interface DeterminationBody {
  readonly review?: number;
  readonly action: "approve" | "approve_modified" | "deny" | "withdraw";
  readonly items?: readonly { readonly sequence: number; readonly outcome: string; readonly units?: number; readonly code?: string }[];
  readonly rationale?: string;
  readonly reason_key?: string;
  readonly criterion?: { readonly id: string; readonly source: string };
  readonly credential_id?: string;
  readonly requester_agreed?: { readonly by: string; readonly at: string };
}

export interface InformationRequestBody {
  readonly review: number;
  readonly requested_items: readonly { readonly what: string; readonly why: string; readonly critical: boolean }[];
  readonly reply_by?: string;
}

export interface ExtensionBody {
  readonly reason: "enrollee_request" | "noncontract_evidence" | "extraordinary";
  readonly days: number;
  readonly note: string;
}

const act = <T>(caseId: string, door: string, body: object, key: string): Promise<T> =>
  send<T>("POST", `/api/cases/${caseId}/${door}`, JSON.stringify(body), { "Idempotency-Key": key });

export const determine = (caseId: string, body: DeterminationBody, key: string): Promise<unknown> => act(caseId, "determination", body, key);
export const askFor = (caseId: string, body: InformationRequestBody, key: string): Promise<unknown> => act(caseId, "information-requests", body, key);
export const extend = (caseId: string, body: ExtensionBody, key: string): Promise<unknown> => act(caseId, "extension", body, key);
export const resume = (caseId: string, reason: string, key: string): Promise<unknown> => act(caseId, "resume", { reason }, key);
export const reopen = (caseId: string, reason: string, key: string): Promise<unknown> => act(caseId, "reopen", { reason }, key);

export interface LetterPreview {
  readonly text: string;
}

export const previewLetter = (caseId: string, body: object): Promise<LetterPreview> => act(caseId, "letter-preview", body, crypto.randomUUID());
