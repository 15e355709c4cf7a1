import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, take, type Me } from "./client";

/** Who is calling and what kind of place this is; asked once. */
export const useMe = (): UseQueryResult<Me> =>
  useQuery({ queryKey: ["me"], queryFn: () => take(client.GET("/api/me")), staleTime: Infinity });

/** The plan's time zone; the browser's own until the server has told. */
export const useTimeZone = (): string => useMe().data?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
