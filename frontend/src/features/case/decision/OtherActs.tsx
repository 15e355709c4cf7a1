/** What else may be done with a case besides deciding it, each in a dialog that says what it leads to. */

import { useMutation } from "@tanstack/react-query";
import { lazy, Suspense, useState, type ReactElement } from "react";
import { client, take, type Case } from "../../../api/client";
import { announce } from "../../../ui/announce";
import { Notice, parts } from "../../../ui/parts";
import styles from "./Decision.module.css";
import { ACTS, SHORT, type Act } from "./words";

const ActDialog = lazy(() => import("./ActDialog").then((room) => ({ default: room.ActDialog })));

interface Props {
  readonly found: Case;
  readonly running: boolean;
  readonly add: () => void;
  readonly renew: () => void;
}

export function OtherActs({ found, running, add, renew }: Props): ReactElement | null {
  const [shown, show] = useState<Act | null>(null);
  const again = useMutation({
    mutationFn: () => take(client.POST("/api/cases/{case_id}/reviews", { params: { path: { case_id: found.case_id } } })),
    onSuccess: () => {
      announce("Review started");
      renew();
    },
  });
  const may = (act: string): boolean => found.may.includes(act);
  const failed = found.latest_review?.outcome === "failed";
  return (
    <>
      {again.isError && <Notice tone="bad" title="The review was not started">{again.error.message}</Notice>}
      {failed && may("run_again") && !running && <button type="button" className={`${parts.button} ${parts.primary}`} disabled={again.isPending} onClick={() => again.mutate()}>{again.isPending ? "Starting …" : "Run again"}</button>}
      <div className={styles.other}>
        {may("add_document") && <button type="button" className={parts.link} onClick={add}>Add information</button>}
        {!failed && may("run_again") && !running && <button type="button" className={parts.link} disabled={again.isPending} onClick={() => again.mutate()}>{again.isPending ? "Starting …" : "Run again"}</button>}
        {ACTS.filter(may).map((act) => <button key={act} type="button" className={parts.link} onClick={() => show(act)}>{SHORT[act]}</button>)}
      </div>
      <Suspense fallback={null}>{shown && <ActDialog act={shown} found={found} close={() => show(null)} renew={renew} />}</Suspense>
    </>
  );
}
