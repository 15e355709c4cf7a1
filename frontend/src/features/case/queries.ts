import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, take, type Case, type Review, type Schemas } from "../../api/client";

const WHILE_RUNNING = 10_000;

export const isRunning = (found: Case): boolean =>
  found.state === "received" || found.state === "reviewing" || found.latest_review?.outcome === "running";

export const useCase = (caseId: string): UseQueryResult<Case> =>
  useQuery({
    queryKey: ["case", caseId],
    queryFn: () => take(client.GET("/api/cases/{case_id}", { params: { path: { case_id: caseId } } })),
    refetchInterval: (query) => (query.state.data && isRunning(query.state.data) ? WHILE_RUNNING : false),
  });

/** A sealed review never changes. */
export const useReview = (caseId: string, review: number | null): UseQueryResult<Review> =>
  useQuery({
    queryKey: ["review", caseId, review],
    queryFn: () => take(client.GET("/api/cases/{case_id}/reviews/{review}", { params: { path: { case_id: caseId, review: review ?? 0 } } })),
    enabled: review !== null,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const useDocument = (caseId: string, documentId: number): UseQueryResult<Schemas["DocumentText"]> =>
  useQuery({
    queryKey: ["document", caseId, documentId],
    queryFn: () => take(client.GET("/api/cases/{case_id}/documents/{document_id}", { params: { path: { case_id: caseId, document_id: documentId } } })),
    staleTime: Infinity,
    placeholderData: keepPreviousData,
  });

export const useDiff = (caseId: string, review: number): UseQueryResult<Schemas["ReviewDiff"]> =>
  useQuery({
    queryKey: ["diff", caseId, review],
    queryFn: () => take(client.GET("/api/cases/{case_id}/reviews/{review}/diff", { params: { path: { case_id: caseId, review } } })),
    enabled: review > 1,
    staleTime: Infinity,
  });

export const useAuditLog = (caseId: string): UseQueryResult<Schemas["AuditLog"]> =>
  useQuery({
    queryKey: ["audit-log", caseId],
    queryFn: () => take(client.GET("/api/cases/{case_id}/audit-log", { params: { path: { case_id: caseId } } })),
  });
