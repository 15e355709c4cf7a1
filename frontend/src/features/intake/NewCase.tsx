/** A request typed in: fields, record, and what would be refused or would pend before it is sent. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState, type ReactElement } from "react";
import { useLocation } from "wouter";
import { Problem } from "../../api/client";
import { announce } from "../../ui/announce";
import { Icon } from "../../ui/Icon";
import { useKeys } from "../../ui/keys";
import { Key, Notice, parts, Status } from "../../ui/parts";
import { useDrop } from "../../ui/useDrop";
import { useLeaveWarning } from "../../ui/useLeaveWarning";
import { counted } from "../../ui/words";
import { Fields } from "./Fields";
import { FileLine } from "./FileLine";
import { empty, faults, isBlank, laid, requestOf, sample, wordCount, type FieldName, type Faults, type Form } from "./form";
import styles from "./NewCase.module.css";
import { submit, useProvider } from "./queries";

const today = (): string => new Date().toLocaleDateString("sv-SE");

/** Drafts stay in memory only, so leaving the page asks first. */
export function NewCase(): ReactElement {
  const [form, setForm] = useState<Form>(empty);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [left, setLeft] = useState<ReadonlySet<FieldName>>(new Set());
  const [refused, setRefused] = useState<Faults>({});
  const key = useRef(crypto.randomUUID());
  const [, go] = useLocation();
  const queries = useQueryClient();
  const wrong = { ...refused, ...faults(form, today()) };
  const add = useCallback((more: readonly File[]): void => {
    setFiles((held) => [...held, ...more]);
    key.current = crypto.randomUUID();
  }, []);
  const isSample = form.name === sample.name && form.note === sample.note;
  const isUntouched = files.length === 0 && (form === sample || isBlank(form));
  const sent = useLeaveWarning(!isUntouched);
  const sending = useMutation({
    mutationFn: () => submit(requestOf(form), files, key.current),
    onSuccess: (made) => {
      void queries.invalidateQueries({ queryKey: ["worklist"] });
      announce(`Case ${made.case_number} accepted`);
    },
    onError: (error) => {
      if (!(error instanceof Problem) || error.faults.length === 0) return;
      const { fields } = laid(error.faults);
      setRefused(fields);
      focusField(Object.keys(fields)[0]);
    },
  });
  useDrop(add);
  useEffect(() => {
    document.title = "New case · Prior authorization";
  }, []);

  const change = (changes: Partial<Form>): void => {
    setForm((held) => ({ ...held, ...changes }));
    setRefused({});
    key.current = crypto.randomUUID();
  };
  const open = (made: { readonly case_id: string }): void => {
    sent();
    go(`/case/${made.case_id}`);
  };
  const send = (): void => {
    setLeft(new Set(Object.keys(wrong) as FieldName[]));
    const first = Object.keys(wrong)[0];
    if (first !== undefined) focusField(first);
    else if (!sending.isPending) sending.mutate(undefined, { onSuccess: open });
  };
  useKeys((pressed) => {
    if (pressed !== "Ctrl Enter") return false;
    send();
    return true;
  });
  const replace = (wanted: Form): void => {
    setForm(wanted);
    setFiles([]);
    setLeft(new Set());
    setRefused({});
    key.current = crypto.randomUUID();
  };
  const visible: Faults = Object.fromEntries(Object.entries(wrong).filter(([name]) => left.has(name as FieldName) || name in refused));
  const rest = sending.error instanceof Problem ? laid(sending.error.faults).rest : [];

  return (
    <main id="main" className={styles.page}>
      <div className={styles.top}>
        <h1>New case</h1>
        <p>{isSample ? "Sample: a made-up person and note." : "Nothing leaves this page until you start the review, but codes and NPIs to look them up."}</p>
        <div>
          <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => replace(sample)}><Icon name="file" />Load sample case</button>
          <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => replace(empty)}>Clear</button>
        </div>
      </div>
      <div className={styles.panes}>
        <Fields form={form} faults={visible} change={change} leave={(name) => setLeft((held) => new Set(held).add(name))} />
        <Record form={form} files={files} fault={visible.note} change={change} add={add} drop={(at) => setFiles(files.filter((_, n) => n !== at))} leave={() => setLeft((held) => new Set(held).add("note"))} />
        <aside className={`${parts.panel} ${styles.ready}`} aria-label="Readiness">
          <Readiness form={form} wrong={wrong} files={files.length} />
          {sending.error instanceof Problem && <Notice tone="bad" title={sending.error.title}>{[sending.error.detail, ...rest].join(" ")}</Notice>}
          <div className={styles.send}>
            <button type="button" className={`${parts.button} ${parts.primary}`} disabled={sending.isPending} onClick={send}>{sending.isPending ? "Recording …" : <>Start review <Key>Ctrl ⏎</Key></>}</button>
          </div>
        </aside>
      </div>
    </main>
  );
}

function focusField(name: string | undefined): void {
  if (name !== undefined) document.getElementById(`field-${name}`)?.focus();
}

interface RecordProps {
  readonly form: Form;
  readonly files: readonly File[];
  readonly fault: string | undefined;
  readonly change: (changes: Partial<Form>) => void;
  readonly add: (more: readonly File[]) => void;
  readonly drop: (at: number) => void;
  readonly leave: () => void;
}

function Record({ form, files, fault, change, add, drop, leave }: RecordProps): ReactElement {
  const chosen = useRef<HTMLInputElement>(null);
  return (
    <section className={`${parts.panel} ${styles.record}`} aria-label="Clinical record">
      <h2>Clinical record</h2>
      <div className={styles.zone}>
        <Icon name="upload" />
        <span>Drop PDF, text or C-CDA files anywhere here, or <button type="button" className={parts.link} onClick={() => chosen.current?.click()}>choose files</button></span>
        <small>up to 20 MB each</small>
        <input ref={chosen} type="file" hidden multiple accept=".pdf,.txt,.xml" aria-label="Files" onChange={(event) => { add([...(event.target.files ?? [])]); event.target.value = ""; }} />
      </div>
      <ul className={styles.files}>
        {files.map((file, at) => (
          <FileLine key={`${file.name} ${file.lastModified} ${file.size}`} file={file} drop={() => drop(at)} />
        ))}
      </ul>
      <label htmlFor="field-note">Clinical note</label>
      <textarea id="field-note" value={form.note} aria-invalid={fault !== undefined} aria-describedby="note-about" onChange={(event) => change({ note: event.target.value })} onBlur={leave} />
      {fault !== undefined && <p className={styles.fault}><Icon name="bad" />{fault}</p>}
      <p className={styles.about} id="note-about"><span>{counted(wordCount(form.note), "word")}</span><span>Kept word for word; quotes are checked against it</span></p>
    </section>
  );
}

const LINES: readonly (readonly [FieldName, string])[] = [["name", "Member name"], ["born", "Date of birth"], ["npi", "Ordering provider"], ["procedure", "Procedure code"], ["diagnosis", "Diagnosis code"], ["note", "Clinical note"]];

function Readiness({ form, wrong, files }: { form: Form; wrong: Faults; files: number }): ReactElement {
  const provider = useProvider(/^\d{10}$/.test(form.npi.trim()) ? form.npi.trim() : "").data;
  const npiWarning = form.npi.trim() === "" ? "" : !/^\d{10}$/.test(form.npi.trim()) ? "Not ten digits: the case would pend" : provider && !provider.check_digit_ok ? "Check digit fails: the case would pend" : "";
  const warnings = npiWarning ? 1 : 0;
  const toFix = Object.keys(wrong).length;
  return (
    <>
      <section>
        <h2>{toFix === 0 && warnings === 0 ? "Ready to send" : [toFix > 0 ? `${toFix} to fix` : "", warnings > 0 ? counted(warnings, "warning") : ""].filter(Boolean).join(", ")}</h2>
        <ul>
          {LINES.map(([name, label]) => {
            const warning = name === "npi" ? npiWarning : "";
            const tone = wrong[name] ? "bad" : warning ? "warn" : "met";
            return (
              <li key={name}>
                <Status tone={tone} wordless>{wrong[name] ? "To fix" : warning ? "Warning" : "Fine"}</Status>
                <span>{wrong[name] ? <button type="button" className={parts.link} onClick={() => focusField(name)}>{label}</button> : label}
                  {name === "note" && form.note.trim() !== "" && <small> {counted(wordCount(form.note), "word")}{files > 0 && `, ${counted(files, "file")}`}</small>}
                  {warning && <small className={styles.warning}> {warning}</small>}
                </span>
              </li>
            );
          })}
        </ul>
      </section>
      <section>
        <h2>Decision due</h2>
        <p>The clock starts on receipt, by the rule for {form.urgency === "expedited" ? "urgent" : "standard"} requests of the line of business. The case shows it.</p>
      </section>
      <section>
        <h2>What happens next</h2>
        <ol>
          <li><strong>Compliance</strong> and <strong>Clinical</strong> read the request together</li>
          <li><strong>Coverage</strong> checks provider and policy</li>
          <li><strong>Synthesis</strong> applies the three gates</li>
          <li>A person reviews the draft. Nothing is sent before that.</li>
        </ol>
      </section>
    </>
  );
}
