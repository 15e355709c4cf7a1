/** What was checked besides the criteria: discrepancies first, then completeness, codes, provider, sources. */

import type { ReactElement, ReactNode } from "react";
import type { Review } from "../../api/client";
import { parts, Status } from "../../ui/parts";
import type { Tone } from "../../ui/words";
import styles from "./Checks.module.css";
import type { Act } from "./selection";

const ITEM: Record<string, { tone: Tone; word: string }> = {
  complete: { tone: "met", word: "Complete" },
  incomplete: { tone: "warn", word: "Incomplete" },
  missing: { tone: "bad", word: "Missing" },
};
const PROVIDER: Record<string, { tone: Tone; word: string }> = {
  VERIFIED: { tone: "met", word: "Verified" },
  INACTIVE: { tone: "bad", word: "Inactive" },
  NOT_FOUND: { tone: "warn", word: "Not found" },
  INVALID: { tone: "bad", word: "Not a valid NPI" },
  UNVERIFIED: { tone: "warn", word: "Not verified" },
};
const CALL: Record<string, { tone: Tone; word: string }> = {
  pass: { tone: "met", word: "Answered" },
  warning: { tone: "warn", word: "Not found" },
  info: { tone: "quiet", word: "Not asked, offline" },
  fail: { tone: "bad", word: "Failed" },
};

export function Checks({ review, act }: { review: Review; act: (wanted: Act) => void }): ReactElement {
  const { compliance, clinical, coverage } = review.agent_results;
  const who = coverage.provider_verification;
  const provider = PROVIDER[who.status] ?? { tone: "quiet" as const, word: who.status };
  const calls = [...clinical.tool_results, ...coverage.tool_results];
  const offline = calls.filter((call) => call.status === "info");
  const down = calls.filter((call) => call.status === "fail");
  return (
    <div className={styles.checks}>
      <Part title="Discrepancies">
        {review.discrepancies.length === 0 ? <p className={styles.quiet}>None found in the record.</p> : (
          <ul>
            {review.discrepancies.map((one) => (
              <li key={`${one.kind} ${one.detail}`}>
                <Status tone={one.severity === "high" ? "bad" : "warn"}>{one.kind.replaceAll("_", " ")}</Status>
                <span>{one.detail} {one.evidence_spans.map((span) => <button key={span.start} type="button" className={parts.link} onClick={() => act({ to: "document", id: span.document_id })}>“{span.quote}”</button>)}</span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      <Part title="Completeness">
        {compliance.error !== null && <p>{compliance.error}</p>}
        <ul>{compliance.checklist.map((item) => <Line key={item.item} said={ITEM[item.status]} word={item.status} name={item.item} detail={item.detail} />)}</ul>
      </Part>
      <Part title="Codes">
        {clinical.error !== null && <p>{clinical.error}</p>}
        <ul>
          {clinical.diagnosis_validation.map((one) => <Line key={one.code} said={one.valid && one.billable ? { tone: "met", word: "Valid" } : one.valid ? { tone: "warn", word: "Not billable" } : { tone: "bad", word: "Not valid" }} word="" name={`${one.code} ${one.description}`} detail={one.hierarchy_note} />)}
          {clinical.procedure_validation.map((one) => <Line key={one.code} said={one.valid ? { tone: "met", word: "Well formed" } : { tone: "bad", word: "Not well formed" }} word="" name={`${one.code} ${one.description}`} detail="" />)}
        </ul>
      </Part>
      <Part title="Provider">
        <ul><Line said={provider} word={who.status} name={`${who.npi} ${who.name}`} detail={[who.specialty, who.detail].filter(Boolean).join(". ")} /></ul>
      </Part>
      <Part title="Sources">
        {down.length === 0 && offline.length === 0 && <p className={styles.quiet}>Every source that was asked answered.</p>}
        <ul>{[...down, ...offline].map((call) => <Line key={`${call.tool_name} ${call.detail}`} said={CALL[call.status]} word={call.status} name={call.tool_name.replaceAll("_", " ")} detail={call.detail} />)}</ul>
      </Part>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return <section><h3>{title}</h3>{children}</section>;
}

function Line({ said, word, name, detail }: { said: { tone: Tone; word: string } | undefined; word: string; name: string; detail: string }): ReactElement {
  return (
    <li>
      <Status tone={said?.tone ?? "quiet"}>{said?.word ?? word}</Status>
      <span>{name}{detail && <span className={styles.quiet}> {detail}</span>}</span>
    </li>
  );
}
