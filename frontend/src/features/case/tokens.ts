/** What a model was paid for a case, read from the record. An answer taken from the record was paid for before. */

import type { CaseEvent } from "../../api/client";

const amount = (value: unknown): number => (typeof value === "number" ? value : 0);

export function tokensOf(event: CaseEvent): number {
  if (event.type !== "tool.called" || event.data["recalled"] === true) return 0;
  return amount(event.data["prompt_tokens"]) + amount(event.data["completion_tokens"]);
}

export const tokens = (count: number): string => `${count.toLocaleString("en-US")} tokens`;
