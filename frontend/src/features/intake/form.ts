/** A new case as it is typed, what the server would refuse in it, and the request it becomes. Pure. */

import type { Schemas } from "../../api/client";

export type Request = Schemas["RequestBody"];
export type Kind = "procedure" | "diagnosis";

export interface CodeRow {
  readonly key: number;
  readonly kind: Kind;
  readonly code: string;
  readonly units: string;
}

export interface Form {
  readonly urgency: "standard" | "expedited";
  readonly line: string;
  readonly state: string;
  readonly name: string;
  readonly member: string;
  readonly born: string;
  readonly sex: string;
  readonly npi: string;
  readonly servicing: string;
  readonly serviceDate: string;
  readonly codes: readonly CodeRow[];
  readonly note: string;
}

export const empty: Form = {
  urgency: "standard", line: "", state: "", name: "", member: "", born: "", sex: "unknown", npi: "", servicing: "", serviceDate: "",
  codes: [{ key: 1, kind: "procedure", code: "", units: "1" }, { key: 2, kind: "diagnosis", code: "", units: "1" }],
  note: "",
};

/** A made-up person and note; the page says so while it is loaded. */
export const sample: Form = {
  urgency: "standard", line: "medicare_advantage", state: "OH", name: "Synthetic Sample Person", member: "SYN-0001", born: "1957-02-03", sex: "female",
  npi: "1234567893", servicing: "", serviceDate: "",
  codes: [{ key: 11, kind: "procedure", code: "E0601", units: "1" }, { key: 12, kind: "diagnosis", code: "G47.33", units: "1" }],
  note: `HISTORY OF PRESENT ILLNESS:
Synthetic patient, no real person, seen in clinic on 2026-08-20 for loud snoring and witnessed apneas. Daytime sleepiness.

SLEEP STUDY:
In-lab polysomnography on 2026-09-14, ordered by the treating physician, showed an AHI of 22 events per hour over 6.4 hours of recorded sleep, scored with a 4 percent desaturation rule.

PLAN:
On 2026-10-02 the patient was instructed on the use of the CPAP device and mask. CPAP ordered.
`,
};

export type FieldName = "name" | "born" | "npi" | "procedure" | "diagnosis" | "note" | "member" | "state" | "servicing" | "serviceDate";
export type Faults = Partial<Record<FieldName, string>>;

const filled = (form: Form, kind: Kind): CodeRow[] => form.codes.filter((row) => row.kind === kind && row.code.trim() !== "");

/** What the server would refuse. A bad code or number is no such thing: it is accepted and pends. */
export function faults(form: Form, today: string): Faults {
  const found: Faults = {};
  if (form.name.trim() === "") found.name = "Name is missing.";
  if (form.born === "") found.born = "Date of birth is missing.";
  else if (form.born > today) found.born = "Date of birth lies in the future.";
  if (form.npi.trim() === "") found.npi = "Ordering NPI is missing.";
  if (filled(form, "procedure").length === 0) found.procedure = "At least one procedure code is needed.";
  else if (filled(form, "procedure").some((row) => !/^[1-9]\d{0,3}$/.test(row.units))) found.procedure = "Units are a whole number from 1.";
  if (filled(form, "diagnosis").length === 0) found.diagnosis = "At least one diagnosis code is needed.";
  if (form.note.trim() === "") found.note = "The clinical note is missing.";
  return found;
}

const some = (text: string): string | null => text.trim() || null;

export function requestOf(form: Form): Request {
  return {
    patient_name: form.name.trim(),
    patient_dob: form.born,
    patient_sex: form.sex as Schemas["Sex"],
    insurance_id: some(form.member),
    provider_npi: form.npi.trim(),
    servicing_provider_npi: some(form.servicing),
    service_date: some(form.serviceDate),
    state: some(form.state.toUpperCase()),
    urgency: form.urgency,
    ...(form.line === "" ? {} : { line_of_business: form.line as Schemas["LineOfBusiness"] }),
    diagnosis_codes: filled(form, "diagnosis").map((row) => row.code.trim().toUpperCase()),
    procedures: filled(form, "procedure").map((row) => ({ code: row.code.trim().toUpperCase(), units: Number(row.units) })),
    clinical_notes: form.note,
  };
}

const FIELD: Record<string, FieldName> = {
  patient_name: "name", patient_dob: "born", provider_npi: "npi", procedures: "procedure", procedure_codes: "procedure", diagnosis_codes: "diagnosis",
  clinical_notes: "note", insurance_id: "member", state: "state", servicing_provider_npi: "servicing", service_date: "serviceDate",
};

/** The server's faults laid on the fields; what belongs to none is told apart. */
export function laid(told: readonly Schemas["FieldFault"][]): { fields: Faults; rest: string[] } {
  const fields: Faults = {};
  const rest: string[] = [];
  for (const fault of told) {
    const name = fault.loc.map((part) => FIELD[String(part)]).find((field) => field !== undefined);
    if (name) fields[name] ??= `${fault.msg.charAt(0).toUpperCase()}${fault.msg.slice(1)}.`;
    else rest.push(`${fault.loc.join(" ")}: ${fault.msg}`);
  }
  return { fields, rest };
}

export const isBlank = (form: Form): boolean => [form.name, form.member, form.born, form.npi, form.servicing, form.serviceDate, form.note, ...form.codes.map((row) => row.code)].every((text) => text.trim() === "");
export const wordCount = (text: string): number => text.match(/\S+/g)?.length ?? 0;
