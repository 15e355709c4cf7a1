import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, take, type Schemas } from "../../api/client";

export type Rule = Schemas["RuleResource"];
export type RuleText = Schemas["RuleText"];

export const useRules = (): UseQueryResult<Schemas["RuleList"]> =>
  useQuery({ queryKey: ["rules"], queryFn: () => take(client.GET("/api/rules")) });

export const useRule = (id: string, digest: string | null, enabled = true): UseQueryResult<RuleText> =>
  useQuery({
    queryKey: ["rule", id, digest],
    enabled,
    queryFn: () => take(client.GET("/api/rules/{rule_id}", { params: { path: { rule_id: id }, query: digest === null ? {} : { digest } } })),
  });
