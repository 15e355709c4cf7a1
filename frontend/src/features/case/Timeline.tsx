/** Everything that happened to the case, newest last, and whether the record of it is whole. */

import { useMutation } from "@tanstack/react-query";
import { useState, type ReactElement } from "react";
import { client, take, type Case, type CaseEvent } from "../../api/client";
import { lasting, moment } from "../../ui/clock";
import { Notice, parts, Skeleton, Status, Trouble } from "../../ui/parts";
import { counted, stepWord } from "../../ui/words";
import { useAuditLog } from "./queries";
import { tokens, tokensOf } from "./tokens";
import styles from "./Timeline.module.css";

const FILTERS = [
  { id: "calls", label: "Calls", fits: (event: CaseEvent) => event.type === "tool.called" },
  { id: "people", label: "People", fits: (event: CaseEvent) => event.actor !== "engine" },
  { id: "failures", label: "Failures", fits: (event: CaseEvent) => event.type === "review.failed" || (event.type === "tool.called" && !["ok", "not_found"].includes(String(event.data["outcome"]))) },
] as const;

export function Timeline({ found }: { found: Case }): ReactElement {
  const log = useAuditLog(found.case_id);
  const [filter, setFilter] = useState<string | null>(null);
  if (!found.may.includes("audit_log")) return <p className={parts.empty}>The record is shown to reviewers and auditors.</p>;
  if (log.isPending) return <Skeleton what="the record" lines={9} />;
  if (log.isError) return <Trouble what="Timeline" error={log.error} retry={() => void log.refetch()} />;
  const { chain, events } = log.data;
  const fits = FILTERS.find((one) => one.id === filter)?.fits ?? (() => true);
  const shown = events.filter(fits);
  const spent = events.reduce((sum, event) => sum + tokensOf(event), 0);
  return (
    <>
      <div className={styles.head}>
        {FILTERS.map((one) => <button key={one.id} type="button" className={parts.chip} aria-pressed={one.id === filter} onClick={() => setFilter(one.id === filter ? null : one.id)}>{one.label}</button>)}
        <span className={styles.chain}>{chain.intact ? <Status tone="met">{`Record intact, ${chain.events} of ${chain.events}`}</Status> : <Status tone="bad">{`Record broken at ${chain.broken_at ?? "an unknown place"}: ${chain.reason}`}</Status>}</span>
        {spent > 0 && <span>{`The model took ${tokens(spent)}`}</span>}
        {found.may.includes("replay") && <Replay caseId={found.case_id} />}
      </div>
      {shown.length === 0 && <p className={parts.empty}>No event of this kind. <button type="button" className={parts.link} onClick={() => setFilter(null)}>Show all</button></p>}
      <ol className={styles.events}>{shown.map((event) => <Line key={event.sequence} event={event} zone={found.clock.time_zone} />)}</ol>
    </>
  );
}

const WORDS: Record<string, string> = {
  "case.received": "Case received",
  "review.started": "Review started",
  "review.sealed": "Review sealed",
  "review.failed": "Review failed",
  "document.added": "Document added",
  "information.requested": "Information requested",
  "determination.made": "Determination made",
  "letter.issued": "Letter issued",
  "case.assigned": "Assignment",
  "case.reopened": "Case reopened",
  "case.resumed": "Case resumed",
  "case.extended": "Clock extended",
  "case.withdrawn": "Case withdrawn",
  "clock.at_risk": "Clock at risk",
  "clock.breached": "Clock breached",
};

const said = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

function what(event: CaseEvent): string {
  if (event.type === "tool.called") return `${said(event.data["server"])}: ${said(event.data["tool"]).replaceAll("_", " ")} ${said(event.data["subject"])}`;
  if (event.type === "step.started") return `${stepWord(event.step ?? "")} started`;
  if (event.type === "step.finished") return `${stepWord(event.step ?? "")} finished`;
  return WORDS[event.type] ?? event.type;
}

function Line({ event, zone }: { event: CaseEvent; zone: string }): ReactElement {
  const outcome = said(event.data["outcome"]).replaceAll("_", " ");
  const took = event.data["duration_ms"];
  const spent = tokensOf(event);
  const retried = event.attempt !== null && event.attempt > 1 ? `attempt ${event.attempt}` : "";
  return (
    <li data-type={event.type}>
      <time dateTime={event.at}>{moment(event.at, zone)}</time>
      <span className={styles.what}>{what(event)} <small>{[outcome, said(event.data["source"]), spent > 0 ? tokens(spent) : "", retried].filter(Boolean).join(", ")}</small></span>
      <span className={styles.actor}>{event.actor === "engine" ? (event.step ? stepWord(event.step) : "Engine") : event.actor}</span>
      <span className={styles.took}>{typeof took === "number" ? lasting(took) : ""}</span>
    </li>
  );
}

function Replay({ caseId }: { caseId: string }): ReactElement {
  const replay = useMutation({ mutationFn: () => take(client.POST("/api/cases/{case_id}/replay", { params: { path: { case_id: caseId } } })) });
  return (
    <>
      <button type="button" className={`${parts.button} ${parts.small}`} disabled={replay.isPending} onClick={() => replay.mutate()}>{replay.isPending ? "Replaying …" : "Replay"}</button>
      {replay.isError && <Notice tone="bad" title="Replay did not run">{replay.error.message}</Notice>}
      {replay.data && (
        <Notice tone={replay.data.equal ? "info" : "warn"} title={replay.data.equal ? `Review ${replay.data.review} comes out the same` : `Review ${replay.data.review}: ${counted(replay.data.differs.length, "difference")}`}>
          {replay.data.differs.join("; ") || replay.data.reason || "Recorded readings judged again under the rules of then."}
        </Notice>
      )}
    </>
  );
}
