/** The one way to the server: typed by its own description, and every refusal a Problem. */

import createClient from "openapi-fetch";
import type { components, paths } from "./schema";
import { sessionFetch } from "./session";

export type Schemas = components["schemas"];
export type Case = Schemas["CaseResource"];
export type Review = Schemas["ReviewResource"];
export type Criterion = Schemas["CriterionWire"];
export type Span = Schemas["SpanWire"];
export type CaseEvent = Schemas["EventResource"];
export type Me = Schemas["Me"];

export const client = createClient<paths>({ baseUrl: location.origin, credentials: "same-origin", fetch: sessionFetch });

/** What the server refused and why, or that it did not answer at all (status 0). */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    readonly title: string,
    readonly detail: string,
    readonly faults: Schemas["FieldFault"][],
    /** What else the server told, such as the standing determination. */
    readonly more: Readonly<Record<string, unknown>> = {},
  ) {
    super(title);
  }
}

interface Answer<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

const SILENT = "The server did not answer";
const KEPT = "Nothing you typed is lost. Try again in a moment.";

/** The data of an answer. Throws a Problem. */
export async function take<T>(asked: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await asked;
  } catch {
    throw new Problem(0, "", SILENT, KEPT, []);
  }
  if (answer.data !== undefined && answer.response.ok) return answer.data;
  throw asProblem(answer.response.status, answer.error);
}

/** A body the typed client has no words for: files, and doors that answer more than JSON. Throws a Problem. */
export async function send<T>(method: "POST" | "PUT", path: string, body: FormData | string, headers: Record<string, string> = {}): Promise<T> {
  const typed: Record<string, string> = typeof body === "string" ? { "Content-Type": "application/json" } : {};
  let answer: Response;
  try {
    answer = await sessionFetch(new Request(new URL(path, location.origin), { method, body, headers: { ...typed, ...headers }, credentials: "same-origin" }));
  } catch {
    throw new Problem(0, "", SILENT, KEPT, []);
  }
  const told: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw asProblem(answer.status, told);
  return told as T;
}

export function asProblem(status: number, told: unknown): Problem {
  const body = typeof told === "object" && told !== null ? (told as Partial<Schemas["Problem"]>) : {};
  return new Problem(
    status,
    body.type ?? "",
    body.title ?? "The server could not do this",
    body.detail ?? `It answered ${status}.`,
    body.errors ?? [],
    body as Readonly<Record<string, unknown>>,
  );
}

/** A document in plain words. Throws a Problem. */
export async function readText(path: string): Promise<string> {
  let answer: Response;
  try {
    answer = await sessionFetch(new Request(new URL(path, location.origin), { credentials: "same-origin" }));
  } catch {
    throw new Problem(0, "", SILENT, KEPT, []);
  }
  if (answer.ok) return answer.text();
  throw asProblem(answer.status, await answer.json().catch(() => null));
}
