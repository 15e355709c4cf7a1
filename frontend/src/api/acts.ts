/** What a person does with a case: each act a call, each refusal a Problem. The key makes doing it twice the same act. */

import { client, take, type Case, type Schemas } from "./client";

type Body<Name extends keyof Schemas> = Partial<Schemas[Name]>;

export type DeterminationBody = Body<"DeterminationBody"> & Pick<Schemas["DeterminationBody"], "action">;
export type InformationRequestBody = Body<"InformationRequestBody"> & Pick<Schemas["InformationRequestBody"], "review" | "requested_items">;
export type ExtensionBody = Schemas["ExtensionBody"];
export type PreviewBody = { readonly determination: DeterminationBody } | { readonly information_request: InformationRequestBody } | { readonly extension: ExtensionBody };

const on = (caseId: string, key: string) => ({ path: { case_id: caseId }, header: { "Idempotency-Key": key } });

export const determine = (caseId: string, body: DeterminationBody, key: string): Promise<Schemas["DeterminationResource"]> =>
  take(client.POST("/api/cases/{case_id}/determination", { params: on(caseId, key), body }));

export const askFor = (caseId: string, body: InformationRequestBody, key: string): Promise<Schemas["InformationRequestResource"]> =>
  take(client.POST("/api/cases/{case_id}/information-requests", { params: on(caseId, key), body }));

export const extend = (caseId: string, body: ExtensionBody, key: string): Promise<Case> => take(client.POST("/api/cases/{case_id}/extension", { params: on(caseId, key), body }));
export const resume = (caseId: string, reason: string, key: string): Promise<Case> => take(client.POST("/api/cases/{case_id}/resume", { params: on(caseId, key), body: { reason } }));
export const reopen = (caseId: string, reason: string, key: string): Promise<Case> => take(client.POST("/api/cases/{case_id}/reopen", { params: on(caseId, key), body: { reason } }));

export const previewLetters = (caseId: string, body: PreviewBody): Promise<Schemas["LetterPreview"]> =>
  take(client.POST("/api/cases/{case_id}/letter-preview", { params: { path: { case_id: caseId } }, body }));
