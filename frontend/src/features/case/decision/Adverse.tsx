/** What an adverse outcome must name: the reason, the criterion and where it stands, and the licence it is signed with. */

import type { ReactElement } from "react";
import type { Review } from "../../../api/client";
import { useMe } from "../../../api/me";
import { Icon } from "../../../ui/Icon";
import { criterionWord } from "../../../ui/words";
import styles from "./Decision.module.css";
import { rowKey, type Faults, type Form } from "./form";
import { REASONS } from "./words";

interface Props {
  readonly review: Review;
  readonly form: Form;
  readonly change: (changes: Partial<Form>) => void;
  readonly wrong: Faults;
}

export function Adverse({ review, form, change, wrong }: Props): ReactElement {
  const credentials = useMe().data?.credentials ?? [];
  const rows = review.agent_results.coverage.criteria_assessment.filter((row) => row.id !== "").toSorted((a, b) => Number(a.met) - Number(b.met));
  const cite = (key: string): void => {
    const row = rows.find((one) => rowKey(one) === key);
    change({ cited: key, criterion: row?.id ?? "", source: row?.source ?? "" });
  };
  return (
    <>
      <div className={styles.field}>
        <label htmlFor="decision-reason">Reason</label>
        <select id="decision-reason" value={form.reasonKey} onChange={(event) => change({ reasonKey: event.target.value as Form["reasonKey"] })}>
          {REASONS.map(([key, words]) => <option key={key} value={key}>{words}</option>)}
        </select>
      </div>
      <div className={styles.field}>
        <label htmlFor="decision-criterion">Criterion not met</label>
        <select id="decision-criterion" value={form.cited} aria-invalid={wrong.criterion !== undefined} onChange={(event) => cite(event.target.value)}>
          <option value="">Choose</option>
          {rows.map((row) => <option key={rowKey(row)} value={rowKey(row)}>{criterionWord(row.status).word}: {row.criterion}</option>)}
        </select>
        {wrong.criterion && <p className={styles.fault}><Icon name="bad" />{wrong.criterion}</p>}
      </div>
      {form.criterion !== "" && (
        <div className={styles.field}>
          <label htmlFor="decision-source">Where it stands <small>named in the letter</small></label>
          <input id="decision-source" type="text" maxLength={400} value={form.source} aria-invalid={wrong.source !== undefined} onChange={(event) => change({ source: event.target.value })} />
          {wrong.source && <p className={styles.fault}><Icon name="bad" />{wrong.source}</p>}
        </div>
      )}
      <div className={styles.field}>
        <label htmlFor="decision-credential">Credential</label>
        <select id="decision-credential" value={form.credential} disabled={credentials.length === 0} aria-invalid={wrong.credential !== undefined} onChange={(event) => change({ credential: event.target.value })}>
          <option value="">{credentials.length === 0 ? "None on file" : "Choose"}</option>
          {credentials.map((one) => <option key={one.credential_id} value={one.credential_id}>{one.state} {one.licence}, {one.specialty}</option>)}
        </select>
        {credentials.length === 0 && <p className={styles.about}>A denial needs a licence on file under your name; an administrator enters it.</p>}
        {wrong.credential && credentials.length > 0 && <p className={styles.fault}><Icon name="bad" />{wrong.credential}</p>}
      </div>
    </>
  );
}
