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

/** Who may enter which place; null: everybody. The server holds the same, and the last word. */
export const PLACE_ROLES: Record<string, readonly string[] | null> = {
  "/": ["submitter", "reviewer", "medical_director", "auditor"],
  "/new": ["submitter", "reviewer", "medical_director"],
  "/metrics": ["reviewer", "medical_director", "auditor"],
  "/rules": null,
};

/** Whether the caller may enter a place; until the server has told who that is, nothing is kept from them. */
export function useMayEnter(): (place: string) => boolean {
  const me = useMe().data;
  return (place) => {
    const roles = PLACE_ROLES[place] ?? null;
    return me === undefined || roles === null || roles.some((role) => me.roles.includes(role));
  };
}

/** The plan's time zone; the browser's own until the server has told. */
export const useTimeZone = (): string => useMe().data?.time_zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
