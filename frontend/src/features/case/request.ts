/** The request as the case carries it, read once into what the header and the note show. */

import type { Case } from "../../api/client";

export interface Request {
  readonly name: string;
  readonly born: string | null;
  readonly sex: string;
  readonly member: string;
  readonly diagnoses: readonly string[];
  readonly npi: string;
}

const words = (value: unknown): string => (typeof value === "string" ? value : "");

export function requestOf(found: Case): Request {
  const request = found.request as Record<string, unknown>;
  const codes = request["diagnosis_codes"];
  return {
    name: words(request["patient_name"]) || "Name not given",
    born: words(request["patient_dob"]) || null,
    sex: words(request["patient_sex"]),
    member: words(request["insurance_id"]),
    diagnoses: Array.isArray(codes) ? codes.filter((code) => typeof code === "string") : [],
    npi: words(request["provider_npi"]),
  };
}
