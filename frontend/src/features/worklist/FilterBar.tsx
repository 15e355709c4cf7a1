import { useState, type FormEvent, type ReactElement } from "react";
import { useLocation } from "wouter";
import type { Filters } from "../../api/worklist";
import { findInWorklist, soughtText } from "../../ui/find";
import { Icon } from "../../ui/Icon";
import { parts } from "../../ui/parts";
import { counted } from "../../ui/words";
import { withFilter } from "./filters";
import styles from "./Worklist.module.css";

const DRAFTS = [["", "Any draft"], ["approve", "Approve"], ["pend_for_review", "Pend"], ["deny", "Deny"]];
const STAGES = [["", "Any stage"], ["received", "Received"], ["reviewing", "Running"], ["ready", "Ready"], ["info_requested", "Waiting for information"]];

export function FilterBar({ search, filters, shown, more }: { search: string; filters: Filters; shown: number; more: boolean }): ReactElement {
  const [, go] = useLocation();
  const toggled = (name: "urgency" | "risk", word: string): void => go(withFilter(search, name, filters[name] === word ? null : word));
  return (
    <div className={styles.filters}>
      <TextFilter key={filters.text ?? ""} />
      <button type="button" className={parts.chip} aria-pressed={filters.urgency === "expedited"} aria-keyshortcuts="u" onClick={() => toggled("urgency", "expedited")}>Urgent</button>
      <button type="button" className={parts.chip} aria-pressed={filters.risk === "High"} onClick={() => toggled("risk", "High")}>High risk</button>
      <Choice label="Draft" options={DRAFTS} value={filters.recommendation ?? ""} change={(word) => go(withFilter(search, "recommendation", word))} />
      <Choice label="Stage" options={STAGES} value={filters.state ?? ""} change={(word) => go(withFilter(search, "state", word))} />
      <ServiceFilter key={`service ${filters.service ?? ""}`} value={filters.service ?? ""} change={(code) => go(withFilter(search, "service", code))} />
      <span className={styles.shown}>{more ? `First ${shown} cases` : counted(shown, "case")}</span>
    </div>
  );
}

function Choice({ label, options, value, change }: { label: string; options: string[][]; value: string; change: (word: string) => void }): ReactElement {
  return (
    <select aria-label={label} value={value} onChange={(event) => change(event.target.value)}>
      {options.map(([word, said]) => <option key={word} value={word}>{said}</option>)}
    </select>
  );
}

function TextFilter(): ReactElement {
  const [text, setText] = useState(soughtText);
  const sent = (event: FormEvent): void => {
    event.preventDefault();
    findInWorklist(text);
  };
  return (
    <form className={styles.text} onSubmit={sent} role="search" aria-label="Filter this list">
      <Icon name="find" />
      <input type="search" value={text} aria-label="Filter by case number, member or member ID" placeholder="Filter this list" autoComplete="off" onChange={(event) => { setText(event.target.value); if (event.target.value === "") findInWorklist(""); }} />
    </form>
  );
}

function ServiceFilter({ value, change }: { value: string; change: (code: string) => void }): ReactElement {
  const [code, setCode] = useState(value);
  return (
    <form className={styles.service} onSubmit={(event) => { event.preventDefault(); change(code.trim().toUpperCase()); }}>
      <input type="text" value={code} aria-label="Service code" placeholder="Any service" maxLength={16} autoComplete="off" onChange={(event) => setCode(event.target.value)} onBlur={() => { if (code.trim().toUpperCase() !== value) change(code.trim().toUpperCase()); }} />
    </form>
  );
}
