/** The last look before signing: what is recorded, in whose name, who is written to. Waits for the server's word. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRef, useState, type ReactElement } from "react";
import { askFor, determine } from "../../../api/acts";
import { Problem, type Case, type Me, type Review } from "../../../api/client";
import { announce } from "../../../ui/announce";
import { moment } from "../../../ui/clock";
import { useKeys } from "../../../ui/keys";
import { Dialog, Key, Notice, parts } from "../../../ui/parts";
import { outcomeWord } from "../../../ui/words";
import styles from "./Decision.module.css";
import { chosen, determination, informationRequest, type Form } from "./form";
import { dropUnsigned } from "./unsigned";
import { OUTCOME } from "./words";

interface Props {
  readonly found: Case;
  readonly review: Review;
  readonly form: Form;
  readonly me: Me;
  readonly close: () => void;
  readonly renew: () => void;
}

export function SignDialog({ found, review, form, me, close, renew }: Props): ReactElement {
  const queries = useQueryClient();
  const key = useRef(crypto.randomUUID());
  // Trying again sends the very same words, so that the server knows the act again.
  const [signedAt] = useState(() => new Date().toISOString());
  const outcome = chosen(form, review);
  const asks = outcome === "request_information";
  const signing = useMutation({
    mutationFn: async (): Promise<void> => {
      if (asks) await askFor(found.case_id, informationRequest(form, review.review), key.current);
      else await determine(found.case_id, determination(form, review, signedAt), key.current);
    },
    onSuccess: () => {
      dropUnsigned(found.case_id);
      announce(asks ? "Information requested, recorded" : "Determination recorded");
      renew();
      void queries.invalidateQueries({ queryKey: ["worklist"] });
      void queries.invalidateQueries({ queryKey: ["queue-count"] });
      close();
      focusRecorded();
    },
  });
  const sign = (): void => {
    if (!signing.isPending && !isFinal(signing.error)) signing.mutate();
  };
  // The case is read anew only when this is closed: it would take the dialog, and what it tells, away.
  const leave = (): void => {
    if (isFinal(signing.error)) renew();
    close();
  };
  useKeys((pressed) => {
    if (pressed !== "Ctrl Enter") return false;
    sign();
    return true;
  });
  return (
    <Dialog title={asks ? "Ask for information" : "Sign and record"} close={leave}>
      <div className={styles.dialog}>
        <Facts found={found} form={form} review={review} me={me} />
        {signing.error && <Refused error={signing.error} found={found} />}
        <div className={styles.buttons}>
          <button data-first type="button" className={`${parts.button} ${parts.primary}`} disabled={signing.isPending || isFinal(signing.error)} onClick={sign}>
            {signing.isPending ? "Recording …" : signing.isError && !isFinal(signing.error) ? "Try again" : <>Record <Key>Ctrl ⏎</Key></>}
          </button>
          <button type="button" className={parts.button} disabled={signing.isPending} onClick={leave}>{isFinal(signing.error) ? "Back to the case" : "Not yet"}</button>
        </div>
      </div>
    </Dialog>
  );
}

const isFinal = (error: unknown): boolean => error instanceof Problem && error.status === 409;

/** The pane shows the act once the case is read anew; reading goes on there. */
function focusRecorded(): void {
  setTimeout(() => document.getElementById("decision")?.focus());
}

function Facts({ found, form, review, me }: Pick<Props, "found" | "form" | "review" | "me">): ReactElement {
  const outcome = chosen(form, review);
  const credential = me.credentials.find((one) => one.credential_id === form.credential);
  const asked = form.asks.filter((ask) => ask.asked && ask.what.trim() !== "");
  const due = found.clock.due_at;
  return (
    <dl className={styles.facts}>
      <dt>Outcome</dt>
      <dd><strong>{outcome ? OUTCOME[outcome] : ""}</strong>{form.way === "override" ? ", overriding the draft" : ", as the draft proposes"}</dd>
      <dt>Case</dt>
      <dd>{found.case_number}, review {review.review}</dd>
      <dt>Items</dt>
      <dd>{found.items.map((item) => item.code).join(", ")}</dd>
      {outcome === "request_information" && <><dt>Asked for</dt><dd><ul>{asked.map((ask) => <li key={ask.key}>{ask.what}</li>)}</ul></dd></>}
      {form.rationale.trim() !== "" && form.way === "override" && <><dt>Rationale</dt><dd>{form.rationale.trim()}</dd></>}
      <dt>Signed by</dt>
      <dd>{me.name}{credential && (outcome === "deny" || outcome === "approve_modified") && `, ${credential.state} ${credential.licence}, ${credential.specialty}`}</dd>
      <dt>Letters</dt>
      <dd>To the provider and to the member</dd>
      <dt>Clock</dt>
      <dd>{outcome === "request_information" ? `Keeps running${due ? `: due ${moment(due, found.clock.time_zone, true)}` : ""}` : "Ends with this determination"}</dd>
    </dl>
  );
}

interface StandingAct {
  readonly number?: string;
  readonly outcome?: string;
  readonly decided_by?: string;
  readonly decided_at?: string;
}

/** Why it was not recorded. Somebody else's determination is shown; nothing typed is lost. */
function Refused({ error, found }: { error: Error; found: Case }): ReactElement {
  const problem = error instanceof Problem ? error : new Problem(0, "", error.message, "", []);
  const standing = problem.more["determination"] as StandingAct | undefined;
  if (standing?.decided_by && standing.decided_at && standing.outcome) {
    return (
      <Notice tone="warn" title={`${outcomeWord(standing.outcome)} by ${standing.decided_by}, ${moment(standing.decided_at, found.clock.time_zone)}`}>
        Number {standing.number}. Yours was not recorded. What you typed stays in the case.
      </Notice>
    );
  }
  const rest = problem.faults.map((fault) => `${fault.loc.join(" ")}: ${fault.msg}.`);
  return <Notice tone="bad" title={problem.title}>{[problem.detail, ...rest].join(" ")}</Notice>;
}
