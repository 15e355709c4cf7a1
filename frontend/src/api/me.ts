import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { client, take, type Me } from "./client";
import { signedIn } from "./session";

async function whoAmI(): Promise<Me> {
  const me = await take(client.GET("/api/me"));
  signedIn(me.csrf);
  return me;
}

/** Who is calling and what kind of place this is; asked once, and again after signing in. */
export const useMe = (): UseQueryResult<Me> => useQuery({ queryKey: ["me"], queryFn: whoAmI, staleTime: Infinity });

/** The plan's time zone; the browser's own until the server has told. */
export const useTimeZone = (): string => useMe().data?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
