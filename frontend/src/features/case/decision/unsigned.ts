/** Decisions not yet signed, kept in memory while the page is open: a drawer that closes or a case left behind loses nothing. */

import { useState } from "react";
import type { Case, Review } from "../../../api/client";
import { begin, holdsText, type Form } from "./form";

const held = new Map<string, Form>();

const closing = (event: BeforeUnloadEvent): void => event.preventDefault();

/** Whoever closes the window is asked first, on whichever page, as long as something typed is held. */
function guard(): void {
  if ([...held.values()].some(holdsText)) addEventListener("beforeunload", closing);
  else removeEventListener("beforeunload", closing);
}

export function dropUnsigned(caseId: string): void {
  held.delete(caseId);
  guard();
}
export const unsignedText = (caseId: string): string => held.get(caseId)?.rationale ?? "";

/** The form of a case. A newer review brings its own asks; what was typed stays. */
export function useUnsigned(found: Case, review: Review | null): readonly [Form, (changes: Partial<Form>) => void] {
  const [form, setForm] = useState(() => held.get(found.case_id) ?? begin(found, review));
  const mark = `${review?.review ?? 0} ${found.state}`;
  const [seen, see] = useState(mark);
  if (seen !== mark) {
    see(mark);
    const fresh = begin(found, review);
    setForm(holdsText(form) ? { ...form, asks: [...fresh.asks, ...form.asks.filter((ask) => ask.key.startsWith("own"))] } : fresh);
  }
  return [
    form,
    (changes) => {
      const next = { ...form, ...changes };
      held.set(found.case_id, next);
      guard();
      setForm(next);
    },
  ];
}
