/** The one way to the server: typed by its own description, and every refusal a Problem. */

import createClient from "openapi-fetch";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];
export type Case = Schemas["CaseResource"];
export type Review = Schemas["ReviewResource"];
export type Criterion = Schemas["CriterionWire"];
export type Span = Schemas["SpanWire"];
export type CaseEvent = Schemas["EventResource"];
export type Me = Schemas["Me"];

export const client = createClient<paths>({ baseUrl: "/", credentials: "same-origin" });

/** What the server refused and why, or that it did not answer at all (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    readonly faults: Schemas["FieldFault"][],
  ) {
    super(title);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** The data of an answer. Throws a Problem. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new Problem(0, "", "The server did not answer", "Nothing you typed is lost. Try again in a moment.", []);
  }
  if (answer.data !== undefined && answer.response.ok) return answer.data;
  throw asProblem(answer.response.status, answer.error);
}

export function asProblem(status: number, told: unknown): Problem {
  const body = typeof told === "object" && told !== null ? (told as Partial<Schemas["Problem"]>) : {};
  return new Problem(
    status,
    body.type ?? "",
    body.title ?? "The server could not do this",
    body.detail ?? `It answered ${status}.`,
    body.errors ?? [],
  );
}
