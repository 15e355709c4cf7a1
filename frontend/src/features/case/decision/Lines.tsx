/** An approval with changes, item by item, and whether the requester agreed to it. */

import type { ReactElement } from "react";
import { Icon } from "../../../ui/Icon";
import styles from "./Decision.module.css";
import type { Faults, Form, Line, LineOutcome } from "./form";

interface Props {
  readonly form: Form;
  readonly change: (changes: Partial<Form>) => void;
  readonly wrong: Faults;
}

const WORDS: readonly (readonly [LineOutcome, string])[] = [["approved", "As requested"], ["approved_modified", "With changes"], ["denied", "Denied"]];

export function Lines({ form, change, wrong }: Props): ReactElement {
  const edit = (sequence: number, changes: Partial<Line>): void => change({ lines: form.lines.map((line) => (line.sequence === sequence ? { ...line, ...changes } : line)) });
  return (
    <fieldset className={styles.lines}>
      <legend id="decision-lines" tabIndex={-1}>Items</legend>
      {form.lines.map((line) => (
        <div key={line.sequence} className={styles.line}>
          <p><strong>{line.code}</strong> {line.words} <small>{line.requested} requested</small></p>
          <div>
            <select aria-label={`Outcome of ${line.code}`} value={line.outcome} onChange={(event) => edit(line.sequence, { outcome: event.target.value as LineOutcome })}>
              {WORDS.map(([outcome, word]) => <option key={outcome} value={outcome}>{word}</option>)}
            </select>
            {line.outcome === "approved_modified" && (
              <>
                <label>Units <input type="text" inputMode="numeric" maxLength={4} value={line.units} onChange={(event) => edit(line.sequence, { units: event.target.value })} /></label>
                <label>Code <input type="text" maxLength={16} value={line.newCode} placeholder={line.code} onChange={(event) => edit(line.sequence, { newCode: event.target.value })} /></label>
              </>
            )}
          </div>
        </div>
      ))}
      {wrong.lines && <p className={styles.fault}><Icon name="bad" />{wrong.lines}</p>}
      <label className={styles.check}><input type="checkbox" checked={form.agreed} onChange={(event) => change({ agreed: event.target.checked })} />The requester agreed to this</label>
      {form.agreed && (
        <div className={styles.field}>
          <label htmlFor="decision-agreedBy">Who agreed</label>
          <input id="decision-agreedBy" type="text" maxLength={200} value={form.agreedBy} aria-invalid={wrong.agreedBy !== undefined} onChange={(event) => change({ agreedBy: event.target.value })} />
          {wrong.agreedBy && <p className={styles.fault}><Icon name="bad" />{wrong.agreedBy}</p>}
        </div>
      )}
    </fieldset>
  );
}
