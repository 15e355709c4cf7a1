/** Everything in force: what it is, where it holds, which words exactly. */

import { useEffect, useState, type ReactElement } from "react";
import { Link } from "wouter";
import { useMe } from "../../api/me";
import { day } from "../../ui/clock";
import { parts, Skeleton, Trouble } from "../../ui/parts";
import { counted, LINES, lineWord } from "../../ui/words";
import { useRules, type Rule } from "./queries";
import styles from "./Rules.module.css";

const KINDS: Record<string, string> = {
  NCD: "National coverage",
  LCD: "Local coverage",
  "payer policy": "Payer policy",
  "necessity checklist": "Necessity checklist",
  "general checklist": "General checklist",
  policy: "Index of policies",
  skill: "Skill",
  law: "Clock and law",
  table: "Table or letter",
};
const kindWord = (kind: string): string => KINDS[kind] ?? kind;

const linesWord = (lines: readonly string[]): string => {
  if (lines.length === 0) return "";
  if (lines.length === LINES.length) return "All lines";
  return lines.every((line) => line.startsWith("medicare")) && lines.length > 1 ? "Medicare" : lines.map(lineWord).join(", ");
};

export function Rules(): ReactElement {
  const rules = useRules();
  const mayTry = useMe().data?.roles.includes("admin") === true;
  const [text, setText] = useState("");
  const [kind, setKind] = useState("");
  useEffect(() => {
    document.title = "Rules · Prior authorization";
  }, []);
  const all = rules.data?.rules ?? [];
  const kinds = [...new Set(all.map((rule) => rule.kind))].toSorted();
  const sought = text.trim().toLowerCase();
  const shown = all.filter((rule) => (kind === "" || rule.kind === kind) && [rule.id, rule.title, ...rule.codes].some((word) => word.toLowerCase().includes(sought)));
  return (
    <main id="main" className={styles.page}>
      <div className={styles.top}>
        <h1>Rules</h1>
        <p>What is in force here. Edited as text files, read-only on this page.</p>
        {mayTry && <Link href="/rules/what-if" className={`${parts.button} ${parts.small}`}>What if a rule read otherwise</Link>}
        {rules.data && <p className={styles.digest}>Rulebook <code>{rules.data.digest.slice(0, 12)}</code></p>}
      </div>
      <section className={`${parts.panel} ${styles.list}`} aria-label="Rules in force">
        <div className={styles.filters}>
          <input type="search" aria-label="Filter by name, id or code" placeholder="Filter by name, id or code" value={text} onChange={(event) => setText(event.target.value)} />
          <select aria-label="Kind" value={kind} onChange={(event) => setKind(event.target.value)}>
            <option value="">Any kind</option>
            {kinds.map((one) => <option key={one} value={one}>{kindWord(one)}</option>)}
          </select>
          <span>{counted(shown.length, "rule")}</span>
        </div>
        {rules.isPending && <Skeleton what="the rules" lines={8} />}
        {rules.isError && <Trouble what="Rules" error={rules.error} retry={() => void rules.refetch()} />}
        {rules.isSuccess && shown.length === 0 && <p className={parts.empty}>No rule has these words. <button type="button" className={parts.link} onClick={() => { setText(""); setKind(""); }}>Show all</button></p>}
        {shown.length > 0 && <Table rules={shown} />}
      </section>
    </main>
  );
}

function Table({ rules }: { rules: readonly Rule[] }): ReactElement {
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
    <div className={styles.scroll} role="region" aria-label="Rules" tabIndex={0}>
      <table>
        <caption className="hidden">Rules in force</caption>
        <thead><tr><th scope="col">Rule</th><th scope="col">Kind</th><th scope="col">Codes</th><th scope="col">Where</th><th scope="col">For</th><th scope="col">In force</th><th scope="col">Digest</th></tr></thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.id}>
              <th scope="row"><Link href={`/rules/${encodeURIComponent(rule.id)}`}>{rule.id}</Link> <span>{rule.title === rule.id ? "" : rule.title}</span></th>
              <td title={rule.adopted === "" ? undefined : `Adopted by ${rule.adopted}`}>{kindWord(rule.kind)}{rule.overlay ? ", plan’s own" : ""}{rule.adopted === "" ? "" : ", adopted"}</td>
              <td title={rule.codes.join(", ")}>{rule.codes.slice(0, 3).join(", ")}{rule.codes.length > 3 ? ` +${rule.codes.length - 3}` : ""}</td>
              <td>{rule.jurisdiction === "national" ? "National" : rule.jurisdiction}</td>
              <td title={rule.lines_of_business.map(lineWord).join(", ")}>{linesWord(rule.lines_of_business)}</td>
              <td>{rule.effective ? day(rule.effective) : ""}{rule.ends ? ` to ${day(rule.ends)}` : ""}</td>
              <td><code title={rule.digest}>{rule.digest.slice(0, 8)}</code></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
