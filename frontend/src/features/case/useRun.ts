/** The run of a case as it happens: one stream, only while the page is visible and a review is running. */

import { useEffect, useReducer, useState } from "react";
import type { CaseEvent } from "../../api/client";
import { fold, noRun, patience, type Run } from "./stream";

const TYPES = ["case.received", "review.started", "step.started", "step.finished", "tool.called", "review.sealed", "review.failed", "document.added"];
const SILENCE = 20_000;

export type Line = "live" | "reconnecting" | "polling";

export interface Watched {
  readonly run: Run;
  readonly line: Line;
  readonly lastNews: number;
}

/** `ended` is called when the stream tells that a review is over, and now and then when the stream cannot be had. */
export function useRun(caseId: string, watching: boolean, ended: () => void): Watched {
  const [run, apply] = useReducer(fold, noRun);
  const [line, setLine] = useState<Line>("live");
  const [lastNews, setLastNews] = useState(() => Date.now());
  const visible = useVisible();

  useEffect(() => {
    if (!watching || !visible) return;
    let source: EventSource | null = null;
    let failures = 0;
    let again: ReturnType<typeof setTimeout> | undefined;
    let quiet: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(quiet);
      quiet = setTimeout(() => setLine("reconnecting"), SILENCE);
      setLastNews(Date.now());
    };
    const connect = (): void => {
      source = new EventSource(`/api/cases/${caseId}/events`);
      source.addEventListener("open", () => {
        failures = 0;
        setLine("live");
        heard();
      });
      for (const type of TYPES) {
        source.addEventListener(type, (message) => {
          heard();
          apply(JSON.parse((message as MessageEvent<string>).data) as CaseEvent);
          if (type === "review.sealed" || type === "review.failed") ended();
        });
      }
      source.addEventListener("error", () => {
        setLine("reconnecting");
        if (source?.readyState !== EventSource.CLOSED) return;
        // After an answer other than 200 the browser gives up for good, so the stream is built anew.
        const wait = patience(failures, Math.random());
        failures += 1;
        if (failures >= 3) setLine("polling");
        again = setTimeout(() => { ended(); connect(); }, failures >= 3 ? 10_000 : wait);
      });
    };
    connect();
    return () => {
      source?.close();
      clearTimeout(again);
      clearTimeout(quiet);
    };
  }, [caseId, watching, visible, ended]);
  return { run, line, lastNews };
}

function useVisible(): boolean {
  const [visible, setVisible] = useState(() => document.visibilityState === "visible");
  useEffect(() => {
    const changed = (): void => setVisible(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", changed);
    return () => document.removeEventListener("visibilitychange", changed);
  }, []);
  return visible;
}
