/** The worklist's filters, kept in the address so that a link reopens what was seen. Free text never is. */

import type { Filters } from "../../api/worklist";

export const VIEWS = [
  { id: "my_queue", label: "My queue" },
  { id: "all_open", label: "All open" },
  { id: "unassigned", label: "Unassigned" },
  { id: "medical_director", label: "Medical director" },
  { id: "information_received", label: "Information received" },
  { id: "decided_today", label: "Decided today" },
] as const;

export type View = (typeof VIEWS)[number]["id"] | "everything";
type Word = "urgency" | "risk" | "recommendation" | "state" | "service";

const ALLOWED: Record<Exclude<Word, "service">, readonly string[]> = {
  urgency: ["expedited", "standard"],
  risk: ["High", "Medium", "Low"],
  recommendation: ["approve", "pend_for_review", "deny"],
  state: ["received", "reviewing", "ready", "info_requested"],
};

export function viewOf(search: string): View {
  const asked = new URLSearchParams(search).get("view");
  if (asked === "everything") return "everything";
  return VIEWS.find((view) => view.id === asked)?.id ?? "all_open";
}

/** What to ask the server for. A word that is none of the contract's is left out. */
export function filtersOf(search: string, text: string): Filters {
  const query = new URLSearchParams(search);
  const view = viewOf(search);
  const told = Object.entries(ALLOWED).flatMap(([name, words]) => {
    const word = query.get(name);
    return word !== null && words.includes(word) ? [[name, word]] : [];
  });
  const service = query.get("service");
  return {
    ...(Object.fromEntries(told) as Filters),
    ...(view === "everything" ? {} : { view }),
    ...(service ? { service: service.slice(0, 16) } : {}),
    ...(text ? { text } : {}),
  };
}

export function withFilter(search: string, name: Word | "view", value: string | null): string {
  const query = new URLSearchParams(search);
  if (value === null || value === "") query.delete(name);
  else query.set(name, value);
  const told = query.toString();
  return told ? `/?${told}` : "/";
}
