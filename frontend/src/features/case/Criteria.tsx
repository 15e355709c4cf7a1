/** What the policy asks, row by row; an opened row shows why, with which words, and what would settle it. */

import { useEffect, useRef, type ReactElement } from "react";
import { Link } from "wouter";
import type { Case, Criterion, Review, Span } from "../../api/client";
import { parts, Status, Tag } from "../../ui/parts";
import { counted, criterionWord, relationWord } from "../../ui/words";
import { Changed } from "./Changed";
import type { Group } from "./criteria";
import styles from "./Criteria.module.css";
import type { Act, Selection } from "./selection";

interface Props {
  readonly found: Case;
  readonly review: Review;
  readonly groups: readonly Group[];
  readonly selection: Selection;
  readonly act: (wanted: Act) => void;
  /** Every row stands open, as on paper. */
  readonly unfolded: boolean;
}

export function Criteria({ found, review, groups, selection, act, unfolded }: Props): ReactElement {
  const { coverage_limitations: limitations, error } = review.agent_results.coverage;
  const several = review.items.length > 1;
  return (
    <>
      <Changed found={found} review={review.review} groups={groups} act={act} />
      {error !== null && <p className={styles.limit}><Status tone="bad">Coverage failed</Status> {error}</p>}
      {groups.length === 0 && <p className={parts.empty}>No policy or checklist judged this request. {limitations[0] ?? ""}</p>}
      {groups.map((group) => (
        <section key={group.key} aria-label={`Criteria of ${group.policyId || "the review"}${several ? `, item ${group.item}` : ""}`}>
          <div className={styles.policy}>
            <h3>{group.policyId === "" ? "Checks that count with the policy" : <Link href={`/rules/${encodeURIComponent(group.policyId)}`}>{group.policyId}</Link>} <span>{group.title}{several && `, item ${group.item}: ${review.items.find((item) => item.sequence === group.item)?.code ?? ""}`}</span></h3>
            <Strip group={group} selection={selection} />
            <span className={styles.confidenceHead}>Conf.</span>
          </div>
          <ol className={styles.rows}>
            {group.rows.map(({ number, criterion }) => (
              <Row key={number} number={number} criterion={criterion} selection={selection} act={act} unfolded={unfolded} />
            ))}
          </ol>
        </section>
      ))}
      <Folded title="What the policy check could not see" lines={limitations} open={unfolded} />
      <Folded title="Literature" lines={review.agent_results.clinical.literature_support.map((one) => `${one.title} (PMID ${one.pmid}). ${one.relevance}`)} />
      <Folded title="Trials" lines={review.agent_results.clinical.clinical_trials.map((one) => `${one.title} (${one.nct_id}, ${one.status}). ${one.relevance}`)} />
    </>
  );
}

function Strip({ group, selection }: { group: Group; selection: Selection }): ReactElement {
  const width = Math.max(4, Math.min(16, Math.floor(150 / Math.max(group.rows.length, 1))));
  return (
    <svg className={styles.strip} width={group.rows.length * width} height="14" aria-hidden="true">
      {group.rows.map(({ number, criterion }, at) => {
        const tone = criterionWord(criterion.status).tone;
        return <rect key={number} x={at * width + 1} y={tone === "met" ? 4 : 2} width={width - 2} height={tone === "met" ? 6 : 10} data-tone={tone} data-selected={number === selection.criterion} data-decisive={criterion.decisive} />;
      })}
    </svg>
  );
}

function Row({ number, criterion, selection, act, unfolded }: { number: number; criterion: Criterion; selection: Selection; act: (wanted: Act) => void; unfolded: boolean }): ReactElement {
  const open = number === selection.criterion;
  const said = criterionWord(criterion.status);
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (open) row.current?.scrollIntoView({ block: "nearest" });
  }, [open]);
  return (
    <li ref={row} className={styles.row} data-open={open}>
      <button type="button" className={styles.head} aria-expanded={open || unfolded} aria-controls={`criterion-${number}`} onClick={() => act({ to: "criterion", number: open ? 0 : number })}>
        <span className={styles.number}>{number}</span>
        <span className={styles.statement}>{criterion.criterion}{!criterion.decisive && <span className={styles.aside}> not counted: another way is nearer</span>}</span>
        <Status tone={said.tone}>{said.word}</Status>
        <span className={styles.confidence}><span className="hidden">confidence </span>{criterion.confidence}<span className="hidden"> of 100</span></span>
      </button>
      {(open || unfolded) && <Detail number={number} criterion={criterion} selection={selection} act={act} />}
    </li>
  );
}

function Detail({ number, criterion, selection, act }: { number: number; criterion: Criterion; selection: Selection; act: (wanted: Act) => void }): ReactElement {
  const spans = criterion.evidence_spans;
  return (
    <div className={styles.detail} id={`criterion-${number}`}>
      <p>{criterion.reason}</p>
      {criterion.settles && <p className={styles.settles}><strong>Would settle it:</strong> {criterion.settles}</p>}
      {spans.length === 0 ? (
        <p className={styles.none}>No quote: nothing in the record was found that speaks of this.</p>
      ) : (
        <ul className={styles.quotes}>
          {spans.map((span, at) => (
            <li key={`${span.document_id} ${span.start} ${span.end}`}>
              <Quote span={span} current={at === selection.quote} pick={() => act({ to: "criterion", number, quote: at })} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.meta}>
        {spans.length > 0 && <span>✓ {spans.length === 1 ? "Quote" : counted(spans.length, "quote")} matched word for word</span>}
        <span>Read by {criterion.reader === "rules" ? "the embedded reader" : criterion.reader}</span>
        {criterion.critical && criterion.status !== "MET" && <Tag tone="warn">Critical</Tag>}
        {criterion.policy_id === "" ? <span>{criterion.source}</span> : <Link href={`/rules/${encodeURIComponent(criterion.policy_id)}`}>Requirement {criterion.id} in {criterion.source}</Link>}
      </p>
    </div>
  );
}

function Quote({ span, current, pick }: { span: Span; current: boolean; pick: () => void }): ReactElement {
  const relation = relationWord(span.relation);
  return (
    <button type="button" className={styles.quote} aria-pressed={current} data-weak={span.relation !== "supports"} onClick={pick}>
      <span data-tone={relation.tone} className={styles.relation}>{relation.word}</span>
      <span className={styles.words}>“{span.quote}”</span>
      <span className={styles.place}>{[span.section, span.page === null ? "" : `page ${span.page}`].filter(Boolean).join(", ")}</span>
    </button>
  );
}

function Folded({ title, lines, open = false }: { title: string; lines: readonly string[]; open?: boolean }): ReactElement | null {
  if (lines.length === 0) return null;
  return <details className={styles.folded} open={open}><summary>{title} <small>{lines.length}</small></summary><ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul></details>;
}
