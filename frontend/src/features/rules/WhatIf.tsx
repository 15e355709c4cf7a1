/** An edited rule tried on cases before it is put in force. Nothing typed here leaves the page but to be tried. */

import { useEffect, useId, useRef, useState, type ChangeEvent, type ReactElement } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useMe } from "../../api/me";
import { announce } from "../../ui/announce";
import { useKeys } from "../../ui/keys";
import { Key, Notice, parts, Skeleton, Trouble } from "../../ui/parts";
import { useLeaveWarning } from "../../ui/useLeaveWarning";
import { counted } from "../../ui/words";
import { faultsOf, type Cases, type Fault } from "./changes";
import { Editor, goToLine } from "./Editor";
import { Outcome } from "./Outcome";
import { useRule, useRules } from "./queries";
import rules from "./Rules.module.css";
import { useTrial } from "./whatIf";
import styles from "./WhatIf.module.css";

export function WhatIf(): ReactElement {
  const me = useMe().data;
  const ruleId = new URLSearchParams(useSearch()).get("rule") ?? "";
  useEffect(() => {
    document.title = "What if · Rules";
  }, []);
  return (
    <main id="main" className={rules.page}>
      <div className={rules.top}>
        <h1>What if a rule read otherwise</h1>
        <p><Link href="/rules">All rules</Link></p>
      </div>
      {me?.roles.includes("admin") === false ? (
        <Notice title="Trying rules is for administrators">Everybody can read the rules in force.</Notice>
      ) : (
        <Loaded key={ruleId} ruleId={ruleId} />
      )}
    </main>
  );
}

function Loaded({ ruleId }: { ruleId: string }): ReactElement {
  const rule = useRule(ruleId, null, ruleId !== "");
  if (rule.isError) return <div className={parts.panel}><Trouble what={`Rule ${ruleId}`} error={rule.error} retry={() => void rule.refetch()} /></div>;
  if (ruleId !== "" && rule.data === undefined) return <div className={parts.panel}><Skeleton what="the rule" lines={9} /></div>;
  return <Desk ruleId={ruleId} inForce={rule.data?.text ?? ""} />;
}

function Desk({ ruleId, inForce }: { ruleId: string; inForce: string }): ReactElement {
  const [text, setText] = useState(inForce);
  const [cases, setCases] = useState<Cases>("past");
  const { trial, run, stop } = useTrial();
  const area = useRef<HTMLTextAreaElement>(null);
  const list = useId();
  const isEdited = text !== inForce;
  const isRunning = trial.state === "running";
  const faults = trial.asked?.text === text ? faultsOf(trial.problem) : [];
  const lines = new Set(faults.flatMap(({ line }) => (line === null ? [] : [line])));
  useLeaveWarning(isEdited);
  useSpoken(trial);
  const start = (): void => {
    if (!isRunning && text.trim() !== "") run({ text, ruleId, cases });
  };
  useKeys((pressed) => {
    if (pressed !== "Ctrl Enter") return false;
    start();
    return true;
  });
  return (
    <div className={styles.desk}>
      <section className={`${parts.panel} ${styles.pane}`} aria-label="Edited rule">
        <div className={styles.bar}>
          <RuleChoice ruleId={ruleId} disabled={isEdited} />
          <Opened take={setText} />
          {isEdited && <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => setText(inForce)}>Undo all edits</button>}
          <span className={styles.state}>{isEdited ? `${counted(changedLines(inForce, text), "line")} changed` : ruleId === "" ? "" : "As in force"}</span>
        </div>
        <Editor area={area} text={text} change={setText} wrong={lines} describedBy={faults.length > 0 ? list : undefined} />
        {faults.length > 0 && <Faults id={list} faults={faults} go={(line) => goToLine(area.current, line)} />}
      </section>
      <section className={`${parts.panel} ${styles.pane}`} aria-label="What it would change">
        <div className={styles.bar}>
          <fieldset className={styles.choice} disabled={isRunning}>
            <legend className="hidden">Try on</legend>
            <label><input type="radio" name="cases" checked={cases === "past"} onChange={() => setCases("past")} /> Past cases</label>
            <label><input type="radio" name="cases" checked={cases === "labelled"} onChange={() => setCases("labelled")} /> Labelled cases</label>
          </fieldset>
          {isRunning ? <button type="button" className={parts.button} onClick={stop}>Stop</button> : <button type="button" className={`${parts.button} ${parts.primary}`} disabled={text.trim() === ""} onClick={start}>Try it <Key>Ctrl Enter</Key></button>}
        </div>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
        <div className={styles.results} role="region" aria-label="Cases that come out otherwise" tabIndex={0} aria-busy={isRunning}>
          {trial.state === "none" && <p className={parts.empty}>Change the text on this page, then try it. Each case is reviewed under the rules in force and under the edited ones; nothing is put in force and no case is touched.</p>}
          {isRunning && trial.found === null && <Skeleton what="the cases" lines={7} />}
          {trial.problem !== null && <Refused title={trial.problem.title} detail={trial.problem.detail} faults={faultsOf(trial.problem)} again={start} />}
          {trial.found !== null && trial.asked !== null && <Outcome found={trial.found} cases={trial.asked.cases} running={isRunning} more={() => trial.asked && trial.found && run(trial.asked, trial.found)} />}
          {trial.state === "ended" && trial.asked !== null && trial.asked.text !== text && <p className={styles.stale}>The text has changed since; this is what it said before.</p>}
        </div>
      </section>
    </div>
  );
}

/** Which rule is edited; to change it, edits are undone first. */
function RuleChoice({ ruleId, disabled }: { ruleId: string; disabled: boolean }): ReactElement {
  const all = useRules().data?.rules ?? [];
  const [, go] = useLocation();
  return (
    <select aria-label="Rule" value={ruleId} disabled={disabled} title={disabled ? "Undo all edits to choose another rule" : undefined} onChange={(event) => go(event.target.value === "" ? "/rules/what-if" : `/rules/what-if?rule=${encodeURIComponent(event.target.value)}`)}>
      <option value="">A new file</option>
      {ruleId !== "" && !all.some((rule) => rule.id === ruleId) && <option value={ruleId}>{ruleId}</option>}
      {all.map((rule) => <option key={rule.id} value={rule.id}>{rule.id === rule.title ? rule.id : `${rule.id} · ${rule.title}`}</option>)}
    </select>
  );
}

function Opened({ take }: { take: (text: string) => void }): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  const chosen = (event: ChangeEvent<HTMLInputElement>): void => {
    void event.target.files?.[0]?.text().then(take);
    event.target.value = "";
  };
  return (
    <>
      <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => input.current?.click()}>Open a file</button>
      <input ref={input} type="file" accept=".md,text/markdown,text/plain" hidden aria-label="Rule file" onChange={chosen} />
    </>
  );
}

function Faults({ id, faults, go }: { id: string; faults: readonly Fault[]; go: (line: number) => void }): ReactElement {
  return (
    <ul id={id} className={styles.faults} aria-label="Mistakes">
      {faults.map(({ line, text }) => (
        <li key={`${line} ${text}`}>{line === null ? text : <><button type="button" className={parts.link} onClick={() => go(line)}>Line {line}</button>: {text}</>}</li>
      ))}
    </ul>
  );
}

function Refused({ title, detail, faults, again }: { title: string; detail: string; faults: readonly Fault[]; again: () => void }): ReactElement {
  if (faults.length === 0) {
    return <div className={styles.refused}><Notice tone="bad" title={title} act={<button type="button" className={`${parts.button} ${parts.small}`} onClick={again}>Try again</button>}>{detail}</Notice></div>;
  }
  const inText = faults.filter(({ line }) => line !== null).length;
  return (
    <div className={styles.refused}>
      <Notice tone="bad" title={inText > 0 ? "These rules do not hold together" : "This cannot be tried"}>{inText > 0 ? `${counted(inText, "line")} of the text to mend, listed below it.` : faults.map(({ text }) => text).join(" ")}</Notice>
    </div>
  );
}

/** Lines that are not in the text in force, or no longer there, whichever are more. */
function changedLines(before: string, after: string): number {
  const [old, now] = [before.split("\n"), after.split("\n")];
  const [held, kept] = [new Set(old), new Set(now)];
  return Math.max(1, now.filter((line) => !held.has(line)).length, old.filter((line) => !kept.has(line)).length);
}

function useSpoken({ state, found, problem }: ReturnType<typeof useTrial>["trial"]): void {
  const unsafe = found?.changes.filter((change) => change.unsafe).length ?? 0;
  useEffect(() => {
    if (state !== "ended") return;
    if (problem !== null) announce(problem.title);
    else if (found !== null) announce(`${counted(found.cases, "case")} looked at, ${counted(found.changes.length, "change")}, ${unsafe} unsafe`);
  }, [state, found, problem, unsafe]);
}
