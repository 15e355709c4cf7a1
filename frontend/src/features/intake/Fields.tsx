import { useState, type ReactElement, type ReactNode } from "react";
import { Icon } from "../../ui/Icon";
import { parts } from "../../ui/parts";
import { LINES } from "../../ui/words";
import type { CodeRow, FieldName, Faults, Form, Kind } from "./form";
import styles from "./NewCase.module.css";
import { useCode, useProvider } from "./queries";

interface Props {
  readonly form: Form;
  readonly faults: Faults;
  readonly change: (changes: Partial<Form>) => void;
  readonly leave: (name: FieldName) => void;
}

export function Fields({ form, faults, change, leave }: Props): ReactElement {
  const text = (name: "name" | "member" | "born" | "npi" | "servicing" | "serviceDate" | "state", label: string, about = "", type = "text"): ReactElement => (
    <Field name={name} label={label} about={about} fault={faults[name]}>
      <input id={`field-${name}`} type={type} value={form[name]} maxLength={200} autoComplete="off" aria-invalid={faults[name] !== undefined} aria-describedby={faults[name] ? `fault-${name}` : undefined} onChange={(event) => change({ [name]: event.target.value })} onBlur={() => leave(name)} />
    </Field>
  );
  return (
    <section className={`${parts.panel} ${styles.fields}`} aria-label="Request">
      <h2>Request</h2>
      <fieldset className={styles.pair}>
        <legend>Priority</legend>
        {(["standard", "expedited"] as const).map((urgency) => (
          <label key={urgency} data-on={form.urgency === urgency}>
            <input type="radio" name="urgency" checked={form.urgency === urgency} onChange={() => change({ urgency })} />{urgency === "standard" ? "Standard" : "Urgent"}
          </label>
        ))}
      </fieldset>
      <div className={styles.wideNarrow}>
        <Field name="line" label="Line of business">
          <select id="field-line" value={form.line} onChange={(event) => change({ line: event.target.value })}>
            <option value="">As set for this server</option>
            {LINES.map(([line, said]) => <option key={line} value={line}>{said}</option>)}
          </select>
        </Field>
        {text("state", "State", "optional")}
      </div>
      <h2>Member</h2>
      <div className={styles.two}>{text("name", "Name")}{text("member", "Member ID", "optional")}</div>
      <div className={styles.two}>
        {text("born", "Date of birth", "", "date")}
        <Field name="sex" label="Sex" about="optional">
          <select id="field-sex" value={form.sex} onChange={(event) => change({ sex: event.target.value })}>
            {["unknown", "female", "male", "other"].map((sex) => <option key={sex} value={sex}>{sex.charAt(0).toUpperCase() + sex.slice(1)}</option>)}
          </select>
        </Field>
      </div>
      <h2>Provider and service</h2>
      <div className={styles.three}>{text("npi", "Ordering NPI")}{text("servicing", "Servicing NPI", "optional")}{text("serviceDate", "Service date", "optional", "date")}</div>
      <Provider npi={form.npi.trim()} />
      <h2>Codes</h2>
      <Codes form={form} faults={faults} change={change} leave={leave} />
    </section>
  );
}

function Field({ name, label, about = "", fault, children }: { name: string; label: string; about?: string; fault?: string | undefined; children: ReactNode }): ReactElement {
  return (
    <div className={styles.field}>
      <label htmlFor={`field-${name}`}>{label} {about && <small>{about}</small>}</label>
      {children}
      {fault !== undefined && <p className={styles.fault} id={`fault-${name}`}><Icon name="bad" />{fault}</p>}
    </div>
  );
}

function Provider({ npi }: { npi: string }): ReactElement | null {
  const found = useProvider(/^\d{10}$/.test(npi) ? npi : "").data;
  if (found === undefined || found.npi !== npi) return null;
  if (!found.check_digit_ok) return <p className={styles.warning}><Icon name="warn" />Check digit does not match. You can submit; the case would pend.</p>;
  return <p className={styles.told}>{[found.name, found.specialty].filter(Boolean).join(", ") || found.detail}</p>;
}

function Codes({ form, faults, change, leave }: Props): ReactElement {
  const edit = (key: number, changes: Partial<CodeRow>): void => change({ codes: form.codes.map((row) => (row.key === key ? { ...row, ...changes } : row)) });
  const more = (kind: Kind): void => change({ codes: [...form.codes, { key: Math.max(0, ...form.codes.map((row) => row.key)) + 1, kind, code: "", units: "1" }] });
  const first = (kind: Kind): number | undefined => form.codes.find((row) => row.kind === kind)?.key;
  return (
    <>
      <ul className={styles.codes}>
        {form.codes.map((row) => (
          <Code key={row.key} row={row} id={row.key === first(row.kind) ? `field-${row.kind}` : undefined} fault={row.key === first(row.kind) ? faults[row.kind] : undefined} edit={(changes) => edit(row.key, changes)} leave={() => leave(row.kind)} remove={() => change({ codes: form.codes.filter((one) => one.key !== row.key) })} />
        ))}
      </ul>
      <div className={styles.more}>
        <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => more("procedure")}><Icon name="plus" />Procedure</button>
        <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => more("diagnosis")}><Icon name="plus" />Diagnosis</button>
      </div>
    </>
  );
}

interface CodeProps {
  readonly row: CodeRow;
  readonly id: string | undefined;
  readonly fault: string | undefined;
  readonly edit: (changes: Partial<CodeRow>) => void;
  readonly leave: () => void;
  readonly remove: () => void;
}

function Code({ row, id, fault, edit, leave, remove }: CodeProps): ReactElement {
  const [asked, ask] = useState(row.code);
  const meaning = useCode(row.kind, asked.trim()).data;
  const label = row.kind === "procedure" ? "Procedure" : "Diagnosis";
  const warns = meaning !== undefined && meaning.fine !== true;
  return (
    <li>
      <span>{label}</span>
      <input id={id} type="text" value={row.code} aria-label={`${label} code`} maxLength={16} autoComplete="off" aria-invalid={fault !== undefined} onChange={(event) => edit({ code: event.target.value })} onBlur={() => { ask(row.code); leave(); }} />
      {row.kind === "procedure" && <input type="text" inputMode="numeric" className={styles.units} value={row.units} aria-label="Units" maxLength={4} onChange={(event) => edit({ units: event.target.value })} />}
      <span className={fault !== undefined ? styles.fault : warns ? styles.warning : styles.told}>
        {fault !== undefined ? <><Icon name="bad" />{fault}</> : meaning && asked === row.code ? <>{warns && <Icon name="warn" />}{meaning.words}</> : null}
      </span>
      <button type="button" className={parts.iconButton} aria-label={`Remove ${label.toLowerCase()} ${row.code}`} onClick={remove}><Icon name="cross" /></button>
    </li>
  );
}
