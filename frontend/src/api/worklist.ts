/** The worklist as the server orders it, shared by the list itself and by the frame's count. */

import { keepPreviousData, useInfiniteQuery, useQuery, type InfiniteData, type UseInfiniteQueryResult, type UseQueryResult } from "@tanstack/react-query";
import { client, take, type Schemas } from "./client";

export type Row = Schemas["WorklistItem"];
export type Page = Schemas["CasePage"];
export type Filters = Pick<Schemas["SearchBody"], "view" | "state" | "urgency" | "recommendation" | "risk" | "service" | "text">;

const EVERY = 20_000;

export const useWorklist = (filters: Filters): UseInfiniteQueryResult<InfiniteData<Page>> =>
  useInfiniteQuery({
    queryKey: ["worklist", filters],
    queryFn: ({ pageParam }) => take(client.POST("/api/cases/search", { body: { ...filters, sort: "due_at", limit: 50, cursor: pageParam } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page: Page) => page.next_cursor,
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

/** The first page as it is now, asked again while the page is visible; it never moves rows by itself. */
export const useNews = (filters: Filters, enabled: boolean): UseQueryResult<Page> =>
  useQuery({
    queryKey: ["worklist-news", filters],
    queryFn: () => take(client.POST("/api/cases/search", { body: { ...filters, sort: "due_at", limit: 50 } })),
    refetchInterval: EVERY,
    refetchOnWindowFocus: "always",
    enabled,
  });

export const useQueueCount = (): number | undefined =>
  useQuery({
    queryKey: ["queue-count"],
    queryFn: () => take(client.GET("/api/cases", { params: { query: { view: "my_queue", limit: 1 } } })),
    refetchInterval: EVERY,
  }).data?.views["my_queue"];
