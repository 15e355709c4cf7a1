/** What the machine proposes and why, in one column; below it what the person at the screen may do. */

import { useState, type ReactElement } from "react";
import type { Case, Review } from "../../api/client";
import type { Neighbours } from "../../api/order";
import { day, lasting, moment } from "../../ui/clock";
import { Icon } from "../../ui/Icon";
import { parts, Status, Tag } from "../../ui/parts";
import { draftWord, outcomeWord, reasonOf } from "../../ui/words";
import { gates, parts as partsOf, type Gate } from "./criteria";
import { Decision } from "./decision/Decision";
import { dropUnsigned, unsignedText } from "./decision/unsigned";
import styles from "./Draft.module.css";

interface Props {
  readonly found: Case;
  readonly review: Review | null;
  readonly running: boolean;
  readonly neighbours: Neighbours;
  readonly add: () => void;
  readonly open: () => void;
  readonly close: () => void;
  readonly renew: () => void;
}

const LONG: Record<string, string> = { approve: "Approve", pend_for_review: "Pend: request information", deny: "Deny: for a medical director" };

export function Draft({ found, review, running, neighbours, add, open, close, renew }: Props): ReactElement {
  const without = withoutDraft(found, running);
  const tone = review ? draftWord(review.recommendation).tone : "quiet";
  return (
    <aside className={`${parts.panel} ${styles.draft}`} id="decision" tabIndex={-1} aria-label="Draft and decision">
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <div className={styles.scroll} role="region" aria-label="Draft" tabIndex={0}>
        {found.determination && <Determined found={found} />}
        {found.information_request && <Asked found={found} />}
        <div className={styles.head} data-tone={tone}>
          <p>Draft recommendation</p>
          <h2>{review ? (LONG[review.recommendation] ?? review.recommendation) : without[0]}</h2>
          <p>{review ? reasonOf(review) : without[1]}</p>
          <button type="button" className={`${parts.iconButton} ${styles.close}`} onClick={close} aria-label="Close"><Icon name="cross" /></button>
        </div>
        <GateMarks gates={gates(review)} />
        {review && <Confidence review={review} />}
        {review && <RunLine found={found} review={review} />}
        {found.determination === null && found.information_request === null && !found.may.includes("request_information") && review && <ToAsk review={review} />}
      </div>
      <Decision found={found} review={review} running={running} neighbours={neighbours} add={add} open={open} renew={renew} />
    </aside>
  );
}

/** What stands where no draft is on the page: none yet, none at all, or one that is still being fetched. */
function withoutDraft(found: Case, running: boolean): readonly [string, string] {
  if (running) return ["Not ready", "Read the note, or go to another case; the run continues."];
  return found.latest_review?.outcome === "sealed" ? ["Draft", "It has not arrived yet."] : ["No draft", "The last run did not end with a draft."];
}

const GATE_TONE = { Pass: "met", Pend: "warn", Fail: "bad", Waiting: "quiet" } as const;

export function GateMarks({ gates: shown, wordless = false }: { gates: readonly Gate[]; wordless?: boolean }): ReactElement {
  return (
    <ul className={wordless ? styles.gatesSmall : styles.gates} aria-label="Gates">
      {shown.map((gate) => (
        <li key={gate.key}>
          <Status tone={GATE_TONE[gate.result]} wordless>{`${gate.name}: ${gate.result}`}</Status>
          {!wordless && <span aria-hidden="true">{gate.name}<strong data-tone={GATE_TONE[gate.result]}>{gate.result}</strong></span>}
        </li>
      ))}
    </ul>
  );
}

const LEVEL: Record<string, string> = { HIGH: "High", MEDIUM: "Medium", LOW: "Low" };

function Confidence({ review }: { review: Review }): ReactElement {
  const shares = partsOf(review.synthesis_audit_trail.confidence_components);
  const widths = shares.map((part) => part.earned * 100);
  return (
    <section className={styles.confidence} aria-label="Confidence">
      <h3>Confidence <span><strong>{review.confidence.toFixed(2)}</strong> {LEVEL[review.confidence_level] ?? review.confidence_level}</span></h3>
      <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="10" className={styles.rest} />
        {widths.map((width, at) => <rect key={shares[at]?.name} x={widths.slice(0, at).reduce((sum, one) => sum + one, 0)} width={Math.max(width - 0.4, 0)} height="10" data-part={at + 1} />)}
        <path d="M50 0v10M80 0v10" className={styles.tick} />
      </svg>
      <p className={styles.scale} aria-hidden="true"><span>Low</span><span>Medium</span><span>High</span></p>
      <table>
        <caption className="hidden">What the confidence is made of</caption>
        <tbody>
          {shares.map((part, at) => (
            <tr key={part.name}>
              <th scope="row"><i data-part={at + 1} />{part.name}</th>
              <td>{part.what}</td>
              <td><strong>{part.earned.toFixed(2)}</strong> of {part.weight.toFixed(2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function RunLine({ found, review }: { found: Case; review: Review }): ReactElement {
  const { compliance, clinical, coverage } = review.agent_results;
  const took = review.sealed_at === null ? "" : lasting(Date.parse(review.sealed_at) - Date.parse(review.started_at));
  return (
    <section>
      <p className={styles.run}><strong>Review {review.review}</strong> <span>{[moment(review.started_at, found.clock.time_zone), took, `${review.reader} reader`].filter(Boolean).join(" · ")}</span></p>
      <ul className={styles.specialists}>
        {[["Compliance", compliance], ["Clinical", clinical], ["Coverage", coverage]].map(([name, result]) => {
          const failed = typeof result === "object" && result.error !== null;
          return <li key={String(name)} data-failed={failed}><Icon name={failed ? "bad" : "tick"} size={14} />{String(name)}{failed && " failed"}</li>;
        })}
      </ul>
    </section>
  );
}

function ToAsk({ review }: { review: Review }): ReactElement | null {
  const once = [...new Map(review.documentation_gaps.map((gap) => [gap.request || gap.what, gap])).values()];
  const gaps = once.toSorted((a, b) => Number(b.critical) - Number(a.critical));
  const [all, setAll] = useState(false);
  if (gaps.length === 0) return null;
  const shown = all ? gaps : gaps.slice(0, 4);
  return (
    <section>
      <h3>Would settle it</h3>
      <ul className={styles.gaps}>
        {shown.map((gap) => <li key={`${gap.what} ${gap.request}`}>{gap.request || gap.what} {gap.critical && <strong>Critical</strong>}</li>)}
      </ul>
      {gaps.length > shown.length && <button type="button" className={parts.link} onClick={() => setAll(true)}>Show all {gaps.length}</button>}
    </section>
  );
}

function Determined({ found }: { found: Case }): ReactElement | null {
  const made = found.determination;
  if (made === null) return null;
  return (
    <section className={styles.determined}>
      <h3>{outcomeWord(made.outcome)} <Tag tone="quiet">{made.number}</Tag></h3>
      <p>Signed by {made.decided_by}, {moment(made.decided_at, found.clock.time_zone)}{made.review !== null && `, on review ${made.review}`}</p>
      {made.rationale && <p>{made.rationale}</p>}
      <Unsent caseId={found.case_id} />
    </section>
  );
}

/** What was typed here when somebody else signed first. */
function Unsent({ caseId }: { caseId: string }): ReactElement | null {
  const [dropped, drop] = useState(false);
  const text = unsignedText(caseId);
  if (dropped || text.trim() === "") return null;
  return (
    <details className={styles.unsent} open>
      <summary>Your rationale, not recorded</summary>
      <p>{text}</p>
      <button type="button" className={parts.link} onClick={() => { dropUnsigned(caseId); drop(true); }}>Discard it</button>
    </details>
  );
}

function Asked({ found }: { found: Case }): ReactElement | null {
  const asked = found.information_request;
  if (asked === null) return null;
  return (
    <section className={styles.determined}>
      <h3>Information requested <Tag tone="quiet">{asked.reference}</Tag></h3>
      <p>By {asked.requested_by}, {moment(asked.requested_at, found.clock.time_zone)}{asked.reply_by && `; reply asked by ${day(asked.reply_by)}`}</p>
      <ul className={styles.gaps}>{asked.requested_items.map((item) => <li key={item.what}>{item.what} {item.critical && <strong>Critical</strong>}</li>)}</ul>
    </section>
  );
}
