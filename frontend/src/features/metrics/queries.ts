import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, take } from "../../api/client";
import type { Days, PublicMetrics, Turnaround } from "./figures";

export const useTurnaround = (days: Days): UseQueryResult<Turnaround> =>
  useQuery({
    queryKey: ["turnaround", days],
    queryFn: () => take(client.GET("/api/metrics/turnaround", { params: { query: { ...days, by: "service" } } })),
    placeholderData: keepPreviousData,
  });

export const usePublicMetrics = (year: number): UseQueryResult<PublicMetrics> =>
  useQuery({
    queryKey: ["cms-0057", year],
    queryFn: () => take(client.GET("/api/metrics/cms-0057", { params: { query: { year } } })),
    placeholderData: keepPreviousData,
  });
