/** What the edited rules would change: unsafe steps first, then those somebody wants, then those a person will look at. */

import type { ReactElement } from "react";
import { Icon } from "../../ui/Icon";
import { Notice, parts, Status } from "../../ui/parts";
import { counted, criterionWord, draftWord, type Tone } from "../../ui/words";
import { kindOf, type Cases, type Change, type Found, type Kind } from "./changes";
import styles from "./WhatIf.module.css";

const KINDS: readonly { readonly kind: Kind; readonly title: string; readonly about: string; readonly tone: Tone }[] = [
  { kind: "unsafe", title: "Unsafe: towards approval", about: "No person and no label has said that these are to be approved.", tone: "bad" },
  { kind: "wanted", title: "Towards approval, as wanted", about: "A person approved these, or their label says approve.", tone: "met" },
  { kind: "away", title: "Away from approval", about: "A person looks at these.", tone: "warn" },
  { kind: "same", title: "Same draft, other reasons", about: "Criteria or confidence differ.", tone: "quiet" },
];
const CASES: Record<Cases, readonly [string, string]> = { past: ["past case", "past cases"], labelled: ["labelled case", "labelled cases"] };

export function Outcome({ found, cases, running, more }: { found: Found; cases: Cases; running: boolean; more: () => void }): ReactElement {
  const groups = KINDS.map((kind) => ({ ...kind, changes: found.changes.filter((change) => kindOf(change) === kind.kind) }));
  const looked = counted(found.cases, ...CASES[cases]);
  return (
    <div className={styles.outcome}>
      <dl className={styles.counts}>
        {groups.map(({ kind, title, changes, tone }) => (
          <div key={kind} data-tone={changes.length > 0 ? tone : "quiet"}><dt>{title}</dt><dd>{changes.length}</dd></div>
        ))}
      </dl>
      <p className={styles.base}>
        Of {looked} looked at{running ? " so far" : ""}. Rulebook <code title={found.before}>{found.before.slice(0, 8)}</code> → <code title={found.after}>{found.after.slice(0, 8)}</code>
        {!running && found.next !== null && <> · <button type="button" className={parts.link} onClick={more}>Look at older ones</button></>}
      </p>
      {!running && found.cases === 0 && <Notice title={cases === "past" ? "No case has been reviewed here yet" : "There is no labelled case here"} />}
      {!running && found.cases > 0 && found.changes.length === 0 && <Notice title="No case comes out otherwise">{found.before === found.after ? "The text says what is in force." : "The edit changes what is written, and no case it was tried on."}</Notice>}
      {groups.filter((group) => group.changes.length > 0).map(({ kind, title, about, tone, changes }) => (
        <section key={kind} aria-label={title} className={styles.group}>
          <h3><Status tone={tone}>{title}</Status> <small>{changes.length}</small></h3>
          <p>{about}</p>
          <ul>{changes.map((change) => <Changed key={change.case} change={change} isOpen={found.changes.length <= 3} />)}</ul>
        </section>
      ))}
    </div>
  );
}

function Changed({ change, isOpen }: { change: Change; isOpen: boolean }): ReactElement {
  const [was, now] = [draftWord(change.before.recommendation), draftWord(change.after.recommendation)];
  return (
    <li>
      <details open={isOpen}>
        <summary>
          <Icon name="forward" />
          <strong>{change.case}</strong>
          <span>{was.word} → <b>{now.word}</b></span>
          <span className={styles.figure}>confidence {change.before.confidence.toFixed(2)} → {change.after.confidence.toFixed(2)}</span>
        </summary>
        {change.why.length === 0 && <p className={styles.none}>No criterion is judged otherwise; the confidence or the gate is.</p>}
        <ul className={styles.why}>
          {change.why.map((row) => (
            <li key={`${row.item} ${row.policy_id} ${row.row}`}>
              <span>{row.policy_id} {row.row}</span>
              <span>{row.statement}</span>
              <span>{judged(row.before)} → <b>{judged(row.after)}</b></span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  );
}

const judged = (status: string): string => (status === "not judged" ? "Not judged" : criterionWord(status).word);
