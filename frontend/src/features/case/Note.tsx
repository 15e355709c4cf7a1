/** The record, word for word, with every verified quote marked where it stands. */

import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type ReactElement } from "react";
import type { Case, Criterion, Review } from "../../api/client";
import { Icon } from "../../ui/Icon";
import { Notice, parts, Skeleton, Trouble } from "../../ui/parts";
import { counted, criterionWord } from "../../ui/words";
import { FindInNote } from "./FindInNote";
import styles from "./Note.module.css";
import { useDocument } from "./queries";
import { marksIn, pieces, sections, unwrapped, type Mark, type Piece } from "./segments";
import type { Act, Selection } from "./selection";

interface Props {
  readonly found: Case;
  readonly review: Review | null;
  readonly criteria: readonly Criterion[];
  readonly selection: Selection;
  readonly act: (wanted: Act) => void;
}

const LONGEST_TAIL = 24;
const NONE: readonly Mark[] = [];

export function Note({ found, review, criteria, selection, act }: Props): ReactElement {
  const held = useDocument(found.case_id, selection.document);
  const scroll = useRef<HTMLDivElement>(null);
  const text = held.data?.text ?? "";
  const documentId = held.data?.document_id ?? 0;
  const marks = useMemo(() => (review ? marksIn(review, criteria, documentId, text) : NONE), [review, criteria, documentId, text]);
  const cut = useMemo(() => {
    const shown = unwrapped(text);
    return sections(text, held.data?.sections ?? []).map((section) => ({ section, pieces: pieces(shown, marks, section.start, section.end) }));
  }, [text, held.data?.sections, marks]);
  const [finding, find] = useState(false);
  const finder = useRef<HTMLButtonElement>(null);
  useScrollToQuote(scroll, selection, documentId);
  const titles = cut.filter(({ section }) => section.number !== null).length;

  return (
    <section className={`${parts.panel} ${styles.note}`} aria-label="Record">
      <div className={styles.head} data-several={found.documents.length > 1}>
        <h2>{held.data?.title ?? "Record"}</h2>
        <span className={styles.count}>{titles > 0 && counted(titles, "section")}</span>
        {found.documents.length > 1 && (
          <select aria-label="Document" value={selection.document} onChange={(event) => act({ to: "document", id: Number(event.target.value) })}>
            {found.documents.map((one) => <option key={one.document_id} value={one.document_id}>{one.document_id}. {one.title}</option>)}
          </select>
        )}
        {marks.length > 0 && <Legend />}
        {marks.length > 0 && <button type="button" className={parts.chip} aria-pressed={selection.all} onClick={() => act({ to: "all", shown: !selection.all })}>All evidence</button>}
        <button ref={finder} type="button" className={parts.iconButton} aria-label="Find in the record" aria-expanded={finding} onClick={() => find(!finding)}><Icon name="find" /></button>
      </div>
      {finding && <FindInNote scroll={scroll} shown={cut} close={() => { find(false); finder.current?.focus(); }} />}
      <div className={styles.frame}>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
        <div ref={scroll} className={styles.scroll} role="region" aria-label="Text of the record" tabIndex={0}>
          {held.isPending && <Skeleton what="the note" lines={12} />}
          {held.isError && <Trouble what="Note" error={held.error} retry={() => void held.refetch()} />}
          {held.isSuccess && text.trim() === "" && <div className={parts.empty}><Notice tone="warn" title="No text was found in this document">It may be a scan. Nothing in it has been read.</Notice></div>}
          {cut.map(({ section, pieces: cuts }) => (
            <div key={section.start} className={styles.section}>
              {section.number !== null && <h3><span data-aside>{section.number}</span>{section.title}</h3>}
              <p>{cuts.map((piece) => <Shown key={piece.start} piece={piece} selection={selection} criteria={criteria} act={act} />)}</p>
            </div>
          ))}
        </div>
        <Rail scroll={scroll} marks={marks} selection={selection} text={text} />
      </div>
    </section>
  );
}

function Legend(): ReactElement {
  return (
    <span className={styles.legend}>
      <span><i data-weak="false" />supports</span>
      <span><i data-weak="true" />weak or against</span>
    </span>
  );
}

/** The strongest thing to say of a piece: the current quote, else the selected criterion, else any. */
function strength(piece: Piece, selection: Selection): { mark: Mark; level: "current" | "selected" | "plain" } | null {
  const mine = piece.marks.filter((mark) => mark.number === selection.criterion);
  const current = mine.find((mark) => mark.quote === selection.quote);
  if (current) return { mark: current, level: "current" };
  if (mine[0]) return { mark: mine[0], level: "selected" };
  const any = piece.marks[0];
  return any && selection.all ? { mark: any, level: "plain" } : null;
}

function Shown({ piece, selection, criteria, act }: { piece: Piece; selection: Selection; criteria: readonly Criterion[]; act: (wanted: Act) => void }): ReactElement {
  const strong = strength(piece, selection);
  const labels = piece.labels.filter((mark) => selection.all || mark.number === selection.criterion);
  const marked = (text: string): ReactElement | string =>
    strong === null || text === "" ? text : <mark data-level={strong.level} data-weak={strong.mark.weak} data-number={strong.mark.number}>{text}</mark>;
  if (labels.length === 0) return <>{marked(piece.text)}</>;
  const label = (mark: Mark): ReactElement => <Label key={mark.number} mark={mark} selected={mark.number === selection.criterion} criterion={criteria[mark.number - 1]} act={act} />;
  // The last word and the first number behind it stay on one line; more numbers may go on to the next.
  const word = Math.max(piece.text.search(/\S+\s*$/), piece.text.length - LONGEST_TAIL, 0);
  return (
    <>
      {marked(piece.text.slice(0, word))}
      <span className={styles.together}>
      {marked(piece.text.slice(word))}
      {labels.slice(0, 1).map(label)}
      </span>
      {labels.slice(1).map(label)}
    </>
  );
}

function Label({ mark, selected, criterion, act }: { mark: Mark; selected: boolean; criterion: Criterion | undefined; act: (wanted: Act) => void }): ReactElement {
  if (mark.number === 0) return <span className={styles.discrepancy} data-aside title="Discrepancy, see Checks"><span aria-hidden="true">!</span><span className="hidden">Discrepancy</span></span>;
  const status = criterionWord(criterion?.status ?? "");
  return (
      <button
        type="button"
        className={styles.label}
        data-tone={status.tone}
        aria-label={`Criterion ${mark.number}, ${status.word.toLowerCase()}: show`}
        aria-pressed={selected}
        onClick={() => act({ to: "criterion", number: mark.number, quote: mark.quote })}
      >
        {mark.number}
      </button>
  );
}

function useScrollToQuote(scroll: { readonly current: HTMLDivElement | null }, selection: Selection, documentId: number): void {
  const { criterion, quote } = selection;
  useEffect(() => {
    const mark = scroll.current?.querySelector('mark[data-level="current"]');
    if (criterion === 0 || !mark || !scroll.current) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const [pane, at] = [scroll.current.getBoundingClientRect(), mark.getBoundingClientRect()];
    if (at.top >= pane.top + 40 && at.bottom <= pane.bottom - 40) return;
    scroll.current.scrollBy({ top: at.top - pane.top - pane.height / 3, behavior: still ? "auto" : "smooth" });
  }, [scroll, criterion, quote, documentId]);
}

interface Tick {
  readonly top: number;
  readonly number: number;
}

/** Where in the whole text the evidence lies. Decoration: the marks themselves can be reached without it. */
function Rail({ scroll, marks, selection, text }: { scroll: { readonly current: HTMLDivElement | null }; marks: readonly Mark[]; selection: Selection; text: string }): ReactElement {
  const [ticks, setTicks] = useState<readonly Tick[]>([]);
  const measure = useCallback(() => {
    const pane = scroll.current;
    if (!pane) return;
    const top = pane.getBoundingClientRect().top - pane.scrollTop;
    setTicks(
      [...pane.querySelectorAll<HTMLElement>("mark")].map((mark) => ({
        top: ((mark.getBoundingClientRect().top - top) / Math.max(pane.scrollHeight, 1)) * 100,
        number: Number(mark.dataset["number"]),
      })),
    );
  }, [scroll]);
  useLayoutEffect(() => measure(), [measure, marks, text, selection.all, selection.criterion]);
  useEffect(() => {
    const watch = new ResizeObserver(measure);
    if (scroll.current) watch.observe(scroll.current);
    return () => watch.disconnect();
  }, [measure, scroll]);
  return (
    <div className={styles.rail} aria-hidden="true">
      {/* Two marks may begin on one line, so place and criterion together do not tell ticks apart. */}
      {ticks.map((tick, at) => <i key={`${at} ${tick.top}`} style={{ top: `${tick.top}%` }} data-selected={tick.number === selection.criterion} />)}
    </div>
  );
}
