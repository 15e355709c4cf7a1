/** A case at a glance: why this draft, what is missing, how the criteria stand. */

import { useQuery } from "@tanstack/react-query";
import type { ReactElement } from "react";
import { Link } from "wouter";
import { client, take, type Review } from "../../api/client";
import { useTimeZone } from "../../api/me";
import type { Row } from "../../api/worklist";
import { moment } from "../../ui/clock";
import { Icon } from "../../ui/Icon";
import { Due, Key, parts, Skeleton, Status, Trouble } from "../../ui/parts";
import { counted, criterionWord, draftWord, isClosed, reasonOf, urgencyWord } from "../../ui/words";
import styles from "./Preview.module.css";

async function latest(caseId: string): Promise<{ failed: readonly string[] | null; review: Review | null }> {
  const found = await take(client.GET("/api/cases/{case_id}", { params: { path: { case_id: caseId } } }));
  const last = found.latest_review;
  if (last === null || last.outcome === "running") return { failed: null, review: null };
  if (last.outcome === "failed") return { failed: last.reasons, review: null };
  const path = { case_id: caseId, review: last.review };
  return { failed: null, review: await take(client.GET("/api/cases/{case_id}/reviews/{review}", { params: { path } })) };
}

export function Preview({ row }: { row: Row }): ReactElement {
  const zone = useTimeZone();
  const shown = useQuery({ queryKey: ["preview", row.case_id, row.state, row.recommendation], queryFn: () => latest(row.case_id), staleTime: 60_000 });
  return (
    <aside className={`${parts.panel} ${styles.preview}`} aria-label={`Case ${row.case_number}`}>
      <header>
        <p className={styles.meta}>{row.case_number} · {urgencyWord(row.urgency)}</p>
        <h2>{row.member}</h2>
        {row.items.map((item) => <p key={item.sequence}>{item.code} {item.description}</p>)}
        <p className={styles.due}>{!isClosed(row.state) && <Due receivedAt={row.received_at} dueAt={row.due_at} barFirst={false} />} <span className={styles.meta}>received {moment(row.received_at, zone)}</span></p>
      </header>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.body} role="region" aria-label="Why this draft" tabIndex={0}>
        {shown.isPending && <Skeleton what="the case" />}
        {shown.isError && <Trouble what="Case" error={shown.error} retry={() => void shown.refetch()} />}
        {shown.data?.failed && <section><h3>The last run failed</h3>{shown.data.failed.map((why) => <p key={why}>{why}</p>)}</section>}
        {shown.data && shown.data.review === null && shown.data.failed === null && <section><h3>Draft: not yet</h3><p>The review is running. The note can be read meanwhile.</p></section>}
        {shown.data?.review && <Why review={shown.data.review} row={row} />}
      </div>
      <footer><Link href={`/case/${row.case_id}`} className={`${parts.button} ${parts.primary}`}>Open case <Key>⏎</Key></Link></footer>
    </aside>
  );
}

function Why({ review, row }: { review: Review; row: Row }): ReactElement {
  const critical = review.documentation_gaps.filter((gap) => gap.critical).length;
  const rows = review.agent_results.coverage.criteria_assessment.filter((criterion) => criterion.decisive);
  return (
    <>
      <section>
        <h3>Draft: {draftWord(review.recommendation).word.toLowerCase()}</h3>
        <p>{reasonOf(review)}</p>
        {critical > 0 && <p className={styles.gap}><Icon name="warn" />{counted(critical, "critical gap")}</p>}
        {row.risk_reasons.length > 0 && <p className={styles.meta}>{row.risk} risk: {row.risk_reasons.join("; ")}</p>}
      </section>
      <section>
        <h3>Criteria <span className={styles.meta}>{review.criteria_summary.replace(" criteria MET", " met")}</span></h3>
        <ul>
          {rows.map((criterion) => {
            const said = criterionWord(criterion.status);
            return <li key={`${criterion.item} ${criterion.policy_id} ${criterion.id}`} data-tone={said.tone}><Status tone={said.tone} wordless>{said.word}</Status><span>{criterion.criterion}</span></li>;
          })}
        </ul>
      </section>
    </>
  );
}
