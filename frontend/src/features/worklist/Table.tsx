import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import type { Row } from "../../api/worklist";
import { Due, Tag } from "../../ui/parts";
import { draftWord, isClosed, stageWord, stepWord } from "../../ui/words";
import styles from "./Worklist.module.css";

interface Props {
  readonly rows: readonly Row[];
  readonly selected: string | null;
  readonly select: (caseId: string) => void;
  readonly children: ReactNode;
}

export function Table({ rows, selected, select, children }: Props): ReactElement {
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    body.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.scroll} role="region" aria-label="Cases, soonest due first" tabIndex={0}>
      <table className={styles.table}>
        <caption className="hidden">Cases, soonest due first</caption>
        <thead>
          <tr>
            <th scope="col" aria-sort="ascending">Due in</th>
            <th scope="col">Case</th>
            <th scope="col">Member</th>
            <th scope="col">Service</th>
            <th scope="col">Draft</th>
            <th scope="col">Criteria met</th>
            <th scope="col" className={styles.confidence}>Conf.</th>
            <th scope="col">Risk</th>
            <th scope="col">Stage</th>
            <th scope="col" className={styles.owner}>Owner</th>
          </tr>
        </thead>
        <tbody ref={body}>
          {rows.map((row) => <Line key={row.case_id} row={row} current={row.case_id === selected} select={select} />)}
        </tbody>
      </table>
      {children}
    </div>
  );
}

function Line({ row, current, select }: { row: Row; current: boolean; select: (caseId: string) => void }): ReactElement {
  const [, go] = useLocation();
  const draft = draftWord(row.recommendation);
  const first = row.items[0];
  return (
    // The row is a convenience for the mouse; the link in it does the same for the keyboard.
    // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <tr aria-current={current ? "true" : undefined} onClick={() => select(row.case_id)} onDoubleClick={() => go(`/case/${row.case_id}`)}>
      <td>{isClosed(row.state) ? <small>Closed</small> : <Due receivedAt={row.received_at} dueAt={row.due_at} />}</td>
      <th scope="row">
        <Link href={`/case/${row.case_id}`} onFocus={() => select(row.case_id)}>{row.case_number}</Link>
        {row.urgency === "expedited" && <> <Tag tone="bad">Urgent</Tag></>}
      </th>
      <td className={styles.cut} dir="auto" title={row.member}>{row.member} {row.age !== null && <small>{row.age}</small>}</td>
      <td className={styles.cut} title={row.items.map((item) => `${item.code} ${item.description}`).join("\n")}>
        {first && <><strong>{first.code}</strong> {first.description}</>}
        {row.items.length > 1 && <small> +{row.items.length - 1}</small>}
      </td>
      <td data-tone={draft.tone} className={styles.draft}>{draft.word}</td>
      <td>{row.criteria_total === null ? <span className={styles.step}>{row.running_step ? stepWord(row.running_step) : ""}</span> : <Met met={row.criteria_met ?? 0} total={row.criteria_total} />}</td>
      <td className={styles.confidence}>{row.confidence?.toFixed(2)}</td>
      <td title={row.risk_reasons.join("\n")}><Risk word={row.risk} /></td>
      <td>{row.flags.includes("information_received") ? <strong className={styles.info}>New information</strong> : stageWord(row.state)}</td>
      <td className={`${styles.owner} ${styles.cut}`}>{row.assigned_to ?? <span className={styles.none}>None</span>}</td>
    </tr>
  );
}

const CELLS = 10;

/** A cell for each criterion up to ten; above that the share of ten. */
function Met({ met, total }: { met: number; total: number }): ReactElement {
  const cells = Math.min(total, CELLS);
  const filled = total <= CELLS ? met : met === total ? CELLS : Math.min(Math.round((met / total) * CELLS), CELLS - 1);
  return (
    <span className={styles.met}>
      <svg width={cells * 5} height="10" aria-hidden="true">
        {Array.from({ length: cells }, (_, cell) => <rect key={cell} x={cell * 5} y={cell < filled ? 0 : 2} width="4" height={cell < filled ? 10 : 6} data-met={cell < filled} />)}
      </svg>
      {met}/{total}
    </span>
  );
}

const LEVELS = ["Low", "Medium", "High"];

function Risk({ word }: { word: string | null }): ReactElement | null {
  if (word === null) return null;
  const level = LEVELS.indexOf(word);
  return (
    <span className={styles.risk} data-level={word}>
      <svg width="15" height="11" aria-hidden="true">
        {LEVELS.map((name, at) => <rect key={name} x={at * 5} y={7 - at * 3} width="4" height={4 + at * 3} data-on={at <= level} />)}
      </svg>
      {word}
    </span>
  );
}
