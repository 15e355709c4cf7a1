/** An outcome other than the draft's, or one that goes against the member: what it is, why, and on whose licence. */

import type { ReactElement } from "react";
import type { Case, Review } from "../../../api/client";
import { Icon } from "../../../ui/Icon";
import { Adverse } from "./Adverse";
import { Asks } from "./Asks";
import styles from "./Decision.module.css";
import { accepted, asksForAdverse, chosen, LEAST_RATIONALE, needsRationale, type Faults, type Form, type Outcome } from "./form";
import { Lines } from "./Lines";
import { OUTCOME, WHO_MAY } from "./words";

interface Props {
  readonly found: Case;
  readonly review: Review;
  readonly form: Form;
  readonly change: (changes: Partial<Form>) => void;
  readonly wrong: Faults;
}

export function Override(props: Props): ReactElement {
  const { form, review, change, wrong } = props;
  const outcome = chosen(form, review);
  const typed = form.rationale.trim().length;
  return (
    <>
      {form.way === "override" && <Outcomes {...props} />}
      {outcome === "request_information" && <Asks {...props} />}
      {outcome === "approve_modified" && <Lines {...props} />}
      {asksForAdverse(form, review) && <Adverse {...props} />}
      {needsRationale(form, review) && (
        <div className={styles.field}>
          <label htmlFor="decision-rationale">Rationale <small>at least {LEAST_RATIONALE} characters{typed > 0 && typed < LEAST_RATIONALE && `, ${LEAST_RATIONALE - typed} to go`}</small></label>
          <textarea id="decision-rationale" rows={3} maxLength={4000} value={form.rationale} aria-invalid={wrong.rationale !== undefined} aria-describedby={wrong.rationale ? "fault-rationale" : undefined} onChange={(event) => change({ rationale: event.target.value })} />
          {wrong.rationale && <p className={styles.fault} id="fault-rationale"><Icon name="bad" />{wrong.rationale}</p>}
        </div>
      )}
    </>
  );
}

const ORDER: readonly Outcome[] = ["approve", "approve_modified", "request_information", "deny"];

function Outcomes({ found, review, form, change, wrong }: Props): ReactElement {
  const other = ORDER.filter((outcome) => outcome !== accepted(review));
  return (
    <fieldset className={styles.outcomes}>
      <legend id="decision-outcome" tabIndex={-1}>Outcome</legend>
      {other.map((outcome) => {
        const may = found.may.includes(outcome);
        return (
          <label key={outcome}>
            <input type="radio" name="outcome" checked={form.outcome === outcome} disabled={!may} onChange={() => change({ outcome })} />
            <span>{OUTCOME[outcome]}{!may && <small> for {WHO_MAY[outcome]}</small>}</span>
          </label>
        );
      })}
      {wrong.outcome && <p className={styles.fault}><Icon name="bad" />{wrong.outcome}</p>}
    </fieldset>
  );
}
