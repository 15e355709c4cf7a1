import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, send, take, type Case, type Schemas } from "../../api/client";
import type { Kind, Request } from "./form";

export interface Meaning {
  readonly words: string;
  readonly fine: boolean | null;
}

/** What a code says, asked when its field was left. */
export const useCode = (kind: Kind, code: string): UseQueryResult<Meaning> =>
  useQuery({
    queryKey: ["lookup", kind, code],
    queryFn: async (): Promise<Meaning> => {
      if (kind === "diagnosis") {
        const found = await take(client.GET("/api/lookup/diagnosis/{code}", { params: { path: { code } } }));
        return { words: found.description || found.detail, fine: found.valid === null ? null : found.valid && found.billable === true };
      }
      const found = await take(client.GET("/api/lookup/procedure/{code}", { params: { path: { code } } }));
      return { words: found.description || found.detail, fine: found.well_formed };
    },
    enabled: code !== "",
    staleTime: Infinity,
  });

export const useProvider = (npi: string): UseQueryResult<Schemas["ProviderLookup"]> =>
  useQuery({
    queryKey: ["lookup", "provider", npi],
    queryFn: () => take(client.GET("/api/lookup/provider/{npi}", { params: { path: { npi } } })),
    enabled: npi !== "",
    staleTime: Infinity,
  });

/** Sent whole, under a key of its own, so that trying again after a silence makes no second case. */
export async function submit(request: Request, files: readonly File[], key: string): Promise<Case> {
  const json = JSON.stringify(request);
  const parts = new FormData();
  parts.append("request", json);
  for (const file of files) parts.append("file", file);
  const body = files.length > 0 ? parts : json;
    return send<Case>("POST", "/api/cases", body, { "Idempotency-Key": key });
}
