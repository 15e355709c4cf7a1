/** One of the acts beside deciding: what it leads to, and the words it is recorded with. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type FormEvent, type ReactElement } from "react";
import { determine, extend, reopen, resume } from "../../../api/acts";
import { Problem, type Case } from "../../../api/client";
import { announce } from "../../../ui/announce";
import { Dialog, Notice, parts } from "../../../ui/parts";
import styles from "./Decision.module.css";
import type { Act } from "./words";

const NAME: Record<Act, string> = { extend: "Extend the clock", resume: "Resume", reopen: "Reopen", withdraw: "Withdraw" };
const LEADS_TO: Record<Act, string> = {
  extend: "The due date moves by the days given, and the member is told in a letter.",
  resume: "The case no longer waits for information and can be decided on what there is.",
  reopen: "The case can be decided again; what was decided stays in the record.",
  withdraw: "The request is taken back and the case ends without a decision on it.",
};
const DONE: Record<Act, string> = { extend: "Clock extended", resume: "Case resumed", reopen: "Case reopened", withdraw: "Case withdrawn" };

const EXTENSIONS = [
  ["enrollee_request", "The member or provider asked for it"],
  ["noncontract_evidence", "Evidence of a non-contract provider is needed"],
  ["extraordinary", "Extraordinary circumstances"],
] as const;
const MOST_DAYS = 14;

export function ActDialog({ act, found, close, renew }: { act: Act; found: Case; close: () => void; renew: () => void }): ReactElement {
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const [words, setWords] = useState("");
  const [reason, setReason] = useState<(typeof EXTENSIONS)[number][0]>("enrollee_request");
  const [days, setDays] = useState(String(MOST_DAYS));
  const doing = useMutation({
    mutationFn: async (): Promise<void> => {
      const told = words.trim();
      if (act === "extend") await extend(found.case_id, { reason, days: Number(days), note: told }, key.current);
      else if (act === "resume") await resume(found.case_id, told, key.current);
      else if (act === "reopen") await reopen(found.case_id, told, key.current);
      else await determine(found.case_id, { action: "withdraw", rationale: told }, key.current);
    },
    onSuccess: () => {
      announce(DONE[act]);
      renew();
      void queries.invalidateQueries({ queryKey: ["worklist"] });
      close();
    },
  });
  const needed = act !== "extend" || reason !== "enrollee_request";
  const sent = (event: FormEvent): void => {
    event.preventDefault();
    if (!doing.isPending) doing.mutate();
  };
  const change = (set: () => void): void => {
    set();
    key.current = crypto.randomUUID();
  };
  return (
    <Dialog title={`${NAME[act]}, case ${found.case_number}`} close={close}>
      <form className={styles.dialog} onSubmit={sent}>
        <p>{LEADS_TO[act]}</p>
        {act === "extend" && (
          <>
            <label>Why the law allows it
              <select value={reason} onChange={(event) => change(() => setReason(event.target.value as typeof reason))}>
                {EXTENSIONS.map(([word, said]) => <option key={word} value={word}>{said}</option>)}
              </select>
            </label>
            <label>Days, at most {MOST_DAYS}<input type="number" min={1} max={MOST_DAYS} required value={days} onChange={(event) => change(() => setDays(event.target.value))} /></label>
          </>
        )}
        <label>{needed ? "Reason, in your words" : "Note, optional"}<textarea data-first rows={3} required={needed} maxLength={2000} value={words} onChange={(event) => change(() => setWords(event.target.value))} /></label>
        {doing.error && <Notice tone="bad" title={doing.error.message}>{doing.error instanceof Problem ? [doing.error.detail, ...doing.error.faults.map((fault) => fault.msg)].join(" ") : ""}</Notice>}
        <div className={styles.buttons}>
          <button type="submit" className={`${parts.button} ${parts.primary}`} disabled={doing.isPending || (needed && words.trim() === "")}>{doing.isPending ? "Recording …" : NAME[act]}</button>
          <button type="button" className={parts.button} onClick={close}>Cancel</button>
        </div>
      </form>
    </Dialog>
  );
}
