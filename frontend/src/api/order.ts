/** The order in which the worklist was last seen, so that a case knows the one before and after it. */

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { client, take } from "./client";
import type { Filters, Page } from "./worklist";

interface Order {
  readonly filters: Filters;
  readonly ids: readonly string[];
  readonly cursor: string | null;
}

export interface Neighbours {
  /** "8 of 19", or nothing where the case is in no list. */
  readonly place: string;
  readonly previous: string | null;
  readonly next: string | null;
}

const KEY = ["order"];

async function pageAfter(filters: Filters, held: readonly string[], cursor: string | null): Promise<Order> {
  const page = await take(client.POST("/api/cases/search", { body: { ...filters, sort: "due_at", limit: 50, cursor } }));
  return { filters, ids: [...held, ...page.items.map((row) => row.case_id)], cursor: page.next_cursor };
}

/** Keep what a worklist shows as the order to go through. */
export function useKeptOrder(filters: Filters, pages: readonly Page[] | undefined): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!pages) return;
    const ids = pages.flatMap((page) => page.items.map((row) => row.case_id));
    queries.setQueryData<Order>(KEY, { filters, ids, cursor: pages.at(-1)?.next_cursor ?? null });
    // Filters are made anew at each drawing; the pages are what changes with them.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [queries, pages]);
}

export function useNeighbours(caseId: string): Neighbours {
  const queries = useQueryClient();
  const order = useQuery({ queryKey: KEY, queryFn: () => pageAfter({ view: "all_open" }, [], null), staleTime: Infinity, gcTime: Infinity }).data;
  const ids = order?.ids ?? [];
  const at = ids.indexOf(caseId);
  const isLastKnown = order !== undefined && order.cursor !== null && at === ids.length - 1;
  useEffect(() => {
    if (!isLastKnown || order === undefined) return;
    void pageAfter(order.filters, order.ids, order.cursor).then((longer) => queries.setQueryData<Order>(KEY, longer));
  }, [isLastKnown, order, queries]);
  return {
    place: at < 0 ? "" : `${at + 1} of ${ids.length}${order?.cursor ? "+" : ""}`,
    previous: ids[at - 1] ?? null,
    next: ids[at + 1] ?? null,
  };
}
