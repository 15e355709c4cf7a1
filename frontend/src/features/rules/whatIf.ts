/** Edited rules tried on cases, stretch after stretch, until all are looked at, enough are, or somebody stops it. */

import { useRef, useState } from "react";
import { client, Problem, take, type Schemas } from "../../api/client";
import { joined, type Cases, type Found } from "./changes";

export interface Question {
  readonly text: string;
  readonly ruleId: string;
  readonly cases: Cases;
}

export interface Trial {
  readonly state: "none" | "running" | "ended";
  readonly asked: Question | null;
  readonly found: Found | null;
  readonly problem: Problem | null;
}

/** So many cases are looked at before the page asks whether to go on. */
export const ENOUGH = 500;
const NONE: Trial = { state: "none", asked: null, found: null, problem: null };

const ask = ({ text, ruleId, cases }: Question, after: string): Promise<Schemas["ImpactResource"]> =>
  take(client.POST("/api/rules/impact", { body: { text, rule_id: ruleId, cases, after } }));

export function useTrial(): { readonly trial: Trial; readonly run: (question: Question, from?: Found) => void; readonly stop: () => void } {
  const [trial, setTrial] = useState<Trial>(NONE);
  const turn = useRef(0);
  const go = async (question: Question, from: Found | null): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    let found = from;
    const until = (from?.cases ?? 0) + ENOUGH;
    setTrial({ state: "running", asked: question, found, problem: null });
    try {
      do {
        // One stretch begins where the one before it ended.
        // eslint-disable-next-line no-await-in-loop
        found = joined(found, await ask(question, found?.next ?? ""));
        if (turn.current !== mine) return;
        setTrial({ state: "running", asked: question, found, problem: null });
      } while (found.next !== null && found.cases < until);
      setTrial({ state: "ended", asked: question, found, problem: null });
    } catch (wrong) {
      if (turn.current !== mine) return;
      setTrial({ state: "ended", asked: question, found, problem: wrong instanceof Problem ? wrong : new Problem(0, "", "This page could not show it", "", []) });
    }
  };
  return {
    trial,
    run: (question, from) => void go(question, from ?? null),
    stop: () => {
      turn.current += 1;
      setTrial((held) => ({ ...held, state: "ended" }));
    },
  };
}
