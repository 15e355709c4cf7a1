/** What to ask the provider for: what the draft names, and what the reviewer adds. */

import type { ReactElement } from "react";
import type { Case } from "../../../api/client";
import { moment } from "../../../ui/clock";
import { Icon } from "../../../ui/Icon";
import { parts } from "../../../ui/parts";
import styles from "./Decision.module.css";
import type { Ask, Faults, Form } from "./form";

interface Props {
  readonly found: Case;
  readonly form: Form;
  readonly change: (changes: Partial<Form>) => void;
  readonly wrong: Faults;
}

export function Asks({ found, form, change, wrong }: Props): ReactElement {
  const edit = (key: string, changes: Partial<Ask>): void => change({ asks: form.asks.map((ask) => (ask.key === key ? { ...ask, ...changes } : ask)) });
  const more = (): void => change({ asks: [...form.asks, { key: `own ${form.asks.length}`, what: "", why: "", critical: true, asked: true }] });
  const due = found.clock.due_at;
  return (
    <fieldset className={styles.asks}>
      <legend id="decision-asks" tabIndex={-1}>Ask the provider for</legend>
      {form.asks.map((ask) => <AskRow key={ask.key} ask={ask} edit={(changes) => edit(ask.key, changes)} />)}
      {wrong.asks && <p className={styles.fault}><Icon name="bad" />{wrong.asks}</p>}
      <div className={styles.two}>
        <button type="button" className={`${parts.button} ${parts.small}`} onClick={more}><Icon name="plus" />Something else</button>
        <label className={styles.reply}>Reply by <input type="date" value={form.replyBy} onChange={(event) => change({ replyBy: event.target.value })} /></label>
      </div>
      <p className={styles.about}>The clock keeps running, unless its rule lets it stop{due && `: due ${moment(due, found.clock.time_zone, true)}`}.</p>
    </fieldset>
  );
}

function AskRow({ ask, edit }: { ask: Ask; edit: (changes: Partial<Ask>) => void }): ReactElement {
  const isOwn = ask.key.startsWith("own");
  return (
    <div className={styles.ask}>
      <input type="checkbox" checked={ask.asked} aria-label={`Ask for: ${ask.what || "something else"}`} onChange={(event) => edit({ asked: event.target.checked })} />
      {ask.asked ? (
        <textarea rows={isOwn ? 2 : Math.ceil(ask.what.length / 38)} value={ask.what} maxLength={1000} aria-label="What to ask for" placeholder={isOwn ? "What to ask for" : undefined} onChange={(event) => edit({ what: event.target.value })} />
      ) : (
        <span>{ask.what}</span>
      )}
      {ask.critical && <strong>Critical</strong>}
    </div>
  );
}
