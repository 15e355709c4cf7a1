/** One case: its record and its criteria side by side, its draft in reach; the same page while the review runs. */

import { useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense, useCallback, useEffect, useMemo, useReducer, useRef, useState, type ReactElement } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { Problem, type Case, type Review } from "../../api/client";
import { useMe } from "../../api/me";
import { useNeighbours } from "../../api/order";
import { Alone } from "../../ui/Alone";
import { announce } from "../../ui/announce";
import { moment } from "../../ui/clock";
import { worklistPlace } from "../../ui/find";
import { useKeys } from "../../ui/keys";
import { Key, Notice, parts, Skeleton, Tabs, Trouble } from "../../ui/parts";
import { useDrop } from "../../ui/useDrop";
import { usePrinting } from "../../ui/usePrinting";
import { draftWord } from "../../ui/words";
import styles from "./CasePage.module.css";
import { CaseHeader } from "./CaseHeader";
import { Criteria } from "./Criteria";
import { gates, groups } from "./criteria";
import { Draft, GateMarks } from "./Draft";
import { Note } from "./Note";
import { isRunning, useCase, useReview } from "./queries";
import { select, start, TABS, type Act, type Selection, type TabId } from "./selection";

const AddInformation = lazy(() => import("./AddInformation").then((room) => ({ default: room.AddInformation })));
const Checks = lazy(() => import("./Checks").then((room) => ({ default: room.Checks })));
const Documents = lazy(() => import("./Documents").then((room) => ({ default: room.Documents })));
const Running = lazy(() => import("./Running").then((room) => ({ default: room.Running })));
const Timeline = lazy(() => import("./Timeline").then((room) => ({ default: room.Timeline })));

export function CasePage({ caseId }: { caseId: string }): ReactElement {
  const found = useCase(caseId);
  if (found.isPending) return <main id="main" className={styles.page}><div className={`${parts.panel} ${styles.alone}`}><Skeleton what="the case" lines={10} /></div></main>;
  if (found.isError) return <NoCase error={found.error} retry={() => void found.refetch()} />;
  return <Opened found={found.data} />;
}

function NoCase({ error, retry }: { error: Error; retry: () => void }): ReactElement {
  const problem = error instanceof Problem ? error : new Problem(0, "", error.message, "", []);
  const final = problem.status === 404 || problem.status === 403;
  const back = <Link href={worklistPlace()} className={`${parts.button} ${parts.primary}`}>Worklist</Link>;
  const again = <button type="button" className={`${parts.button} ${parts.primary}`} onClick={retry}>Try again</button>;
  return <Alone title={`${problem.title.charAt(0).toUpperCase()}${problem.title.slice(1)}`} act={final ? back : again}>{problem.detail}</Alone>;
}

function Opened({ found }: { found: Case }): ReactElement {
  const search = new URLSearchParams(useSearch());
  const last = found.latest_review;
  const sealed = last?.outcome === "sealed" ? last.review : null;
  const asked = Number(search.get("review"));
  const shown = asked > 0 && last !== null && asked <= last.review ? asked : sealed;
  const review = useReview(found.case_id, shown);
  const running = isRunning(found);
  const listed = useMemo(() => (review.data ? groups(review.data) : []), [review.data]);
  const rows = useMemo(() => listed.flatMap((group) => group.rows.map((row) => row.criterion)), [listed]);
  const quotes = useMemo(() => rows.map((row) => row.evidence_spans.map((span) => span.document_id)), [rows]);
  const [selection, act] = useReducer((state: Selection, wanted: Act) => select(state, wanted, quotes), start);
  const neighbours = useNeighbours(found.case_id);
  const [, go] = useLocation();
  const printing = usePrinting();
  const [chosen, setTab] = useTab();
  const tab = printing === null ? chosen : "criteria";
  const [drawer, setDrawer] = useState(false);
  const [adding, setAdding] = useState<readonly File[] | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const queries = useQueryClient();
  const renew = useCallback(() => void queries.invalidateQueries({ queryKey: ["case", found.case_id] }), [queries, found.case_id]);

  useEffect(() => {
    document.title = `Case ${found.case_number}`;
    heading.current?.focus({ preventScroll: true });
  }, [found.case_number]);
  useDrop(found.may.includes("add_document") ? setAdding : null);
  useAnnounceEnd(running, review.data ?? null);
  useKeys((key) => {
    if (/^[1-9]$/.test(key) && rows.length > 0) act({ to: "criterion", number: Number(key) });
    else if (key === "j" || key === "k") act({ to: "neighbour", by: key === "j" ? 1 : -1 });
    else if (key === "]" || key === "[") act({ to: "quote", by: key === "]" ? 1 : -1 });
    else if (key === "t") return setTab(TABS[(TABS.indexOf(tab) + 1) % TABS.length] ?? "criteria");
    else if (key === "n" || key === "p") return step(key === "n" ? neighbours.next : neighbours.previous, key === "n" ? "last" : "first", go);
    else if (key === "d") return focusDecision(() => setDrawer(true));
    else if (key === "Escape" && drawer) setDrawer(false);
    else return false;
    if (key !== "Escape") setTab("criteria");
    return true;
  });

  const counts = tabCounts(found, review.data ?? null);
  return (
    <main id="main" className={styles.page}>
      <CaseHeader found={found} heading={heading} neighbours={neighbours} />
      <div className={styles.panes} data-drawer={drawer}>
        <Note found={found} review={running ? null : (review.data ?? null)} criteria={rows} selection={printing === null ? selection : { ...selection, all: true }} act={act} />
        <section className={`${parts.panel} ${styles.findings}`} aria-label="Findings">
          {running ? <Suspense fallback={<Skeleton what="the run" />}><Running found={found} ended={renew} /></Suspense> : (
            <>
              <div className={styles.tabs}>
                <Tabs name="Findings" tabs={TABS.map((id) => ({ id, label: LABELS[id], count: counts[id] }))} selected={tab} select={setTab} />
                {last !== null && last.review > 1 && <ReviewSwitch last={last.review} shown={shown} />}
              </div>
              <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className={styles.panel} tabIndex={0}>
                {last?.outcome === "failed" && shown === null && <Failed reasons={last.reasons} />}
                {review.isError && <Trouble what="Review" error={review.error} retry={() => void review.refetch()} />}
                {review.isLoading && <Skeleton what="the review" lines={9} />}
                {tab === "criteria" && review.data && <Criteria found={found} review={review.data} groups={listed} selection={selection} act={act} unfolded={printing !== null} />}
                <Suspense fallback={<Skeleton what="this tab" />}>
                  {tab === "checks" && review.data && <Checks review={review.data} act={act} />}
                  {tab === "timeline" && <Timeline found={found} />}
                  {tab === "documents" && <Documents found={found} review={review.data?.review ?? null} show={(id) => act({ to: "document", id })} shown={selection.document} />}
                </Suspense>
              </div>
            </>
          )}
        </section>
        <Draft found={found} review={running ? null : (review.data ?? null)} running={running} neighbours={neighbours} add={() => setAdding([])} open={() => setDrawer(true)} close={() => setDrawer(false)} renew={renew} />
      </div>
      {printing !== null && <Printed at={printing} found={found} review={review.data?.review ?? null} />}
      <Dock found={found} review={running ? null : (review.data ?? null)} open={() => setDrawer(true)} expanded={drawer} />
      <Suspense fallback={null}>{adding && <AddInformation caseId={found.case_id} dropped={adding} close={() => setAdding(null)} added={renew} />}</Suspense>
    </main>
  );
}

function Printed({ at, found, review }: { at: string; found: Case; review: number | null }): ReactElement {
  const me = useMe().data;
  return <p className={styles.printed}>Case {found.case_number}{review !== null && `, review ${review}`}. Printed by {me?.name ?? "somebody unknown"}, {moment(at, found.clock.time_zone, true)}. AI-assisted draft; a person makes the determination.</p>;
}

const LABELS: Record<TabId, string> = { criteria: "Criteria", checks: "Checks", timeline: "Timeline", documents: "Documents" };

function useTab(): readonly [TabId, (id: TabId) => true] {
  const search = useSearch();
  const [at, go] = useLocation();
  const query = new URLSearchParams(search);
  const asked = query.get("tab");
  const choose = (id: TabId): true => {
    if (id === "criteria") query.delete("tab");
    else query.set("tab", id);
    const told = query.toString();
    go(told ? `${at}?${told}` : at, { replace: true });
    return true;
  };
  return [TABS.find((id) => id === asked) ?? "criteria", choose];
}

function tabCounts(found: Case, review: Review | null): Partial<Record<TabId, string | number>> {
  const documents = { documents: found.documents.length };
  if (review === null) return documents;
  const checklist = review.agent_results.compliance.checklist;
  const decisive = review.agent_results.coverage.criteria_assessment.filter((row) => row.decisive);
  return {
    ...documents,
    criteria: `${decisive.filter((row) => row.met).length}/${decisive.length}`,
    checks: `${checklist.filter((item) => item.status === "complete").length}/${checklist.length}`,
  };
}

function useAnnounceEnd(running: boolean, review: Review | null): void {
  const was = useRef(running);
  useEffect(() => {
    if (running) was.current = true;
    else if (was.current && review) {
      was.current = false;
      announce(`Review ready: ${draftWord(review.recommendation).word.toLowerCase()}, ${review.criteria_summary.replace("criteria MET", "met")}`);
    }
  }, [running, review]);
}

function step(to: string | null, end: "first" | "last", go: (place: string) => void): true {
  if (to === null) announce(`This is the ${end} case of the list`);
  else go(`/case/${to}`);
  return true;
}

function focusDecision(open: () => void): true {
  open();
  requestAnimationFrame(() => document.getElementById("decision")?.focus());
  return true;
}

function Failed({ reasons }: { reasons: readonly string[] }): ReactElement {
  return <div className={parts.empty}><Notice tone="bad" title="The last run failed">{reasons.join(" ")} The note can be read; the review can be run again.</Notice></div>;
}

function ReviewSwitch({ last, shown }: { last: number; shown: number | null }): ReactElement {
  const [at, go] = useLocation();
  return (
    <label className={styles.reviews}>
      <span className="hidden">Which review</span>
      <select value={shown ?? last} onChange={(event) => go(`${at}?review=${event.target.value}`)}>
        {Array.from({ length: last }, (_, n) => <option key={n} value={n + 1}>Review {n + 1} of {last}</option>)}
      </select>
    </label>
  );
}

/** On narrower windows the draft in one line; the rest is a drawer that leaves the note readable. */
function Dock({ found, review, open, expanded }: { found: Case; review: Review | null; open: () => void; expanded: boolean }): ReactElement {
  return (
    <div className={styles.dock}>
      <strong>{review ? draftWord(review.recommendation).word : "Draft not ready"}</strong>
      {review && <span>Confidence <strong>{review.confidence.toFixed(2)}</strong></span>}
      {review && <span>{review.criteria_summary.replace("criteria MET", "met")}</span>}
      <GateMarks gates={gates(review)} wordless />
      <button type="button" className={`${parts.button} ${parts.primary}`} onClick={open} aria-expanded={expanded} aria-controls="decision">
        {found.determination ? "Decision" : "Decide"} <Key>d</Key>
      </button>
    </div>
  );
}
