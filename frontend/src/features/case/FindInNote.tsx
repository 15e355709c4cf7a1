/** Find words in the record on screen. What is found is painted over the text; nothing of the text is touched. */

import { useEffect, useRef, useState, type KeyboardEvent, type ReactElement } from "react";
import { Icon } from "../../ui/Icon";
import { parts } from "../../ui/parts";
import { matches } from "./found";
import styles from "./FindInNote.module.css";

interface Props {
  readonly scroll: { readonly current: HTMLDivElement | null };
  /** Changes when other text, or the same text cut otherwise, is on screen. */
  readonly shown: unknown;
  readonly close: () => void;
}

export function FindInNote({ scroll, shown, close }: Props): ReactElement {
  const [sought, seek] = useState("");
  const [at, go] = useState(0);
  const [count, setCount] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    const ranges = scroll.current === null ? [] : rangesOf(scroll.current, sought);
    setCount(ranges.length);
    paint(ranges, at);
    const current = ranges[at];
    if (current && scroll.current) reveal(scroll.current, current);
    return () => paint([], 0);
  }, [scroll, shown, sought, at]);
  const step = (by: number): void => {
    if (count > 0) go((at + by + count) % count);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter") step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.find} role="search" aria-label="Find in the record">
      <input ref={field} type="search" value={sought} aria-label="Find in the record" placeholder="Find in the record" autoComplete="off" onKeyDown={pressed} onChange={(event) => { seek(event.target.value); go(0); }} />
      <span role="status">{sought.trim() === "" ? "" : count === 0 ? "Not in this document" : `${Math.min(at, count - 1) + 1} of ${count}`}</span>
      <button type="button" className={parts.iconButton} aria-label="Previous place" disabled={count === 0} onClick={() => step(-1)}><Icon name="up" /></button>
      <button type="button" className={`${parts.iconButton} ${styles.down}`} aria-label="Next place" disabled={count === 0} onClick={() => step(1)}><Icon name="up" /></button>
      <button type="button" className={parts.iconButton} aria-label="Close find" onClick={close}><Icon name="cross" /></button>
    </div>
  );
}

/** Places of the words among the text nodes of the record; numbers of marks and sections are no part of it. */
function rangesOf(pane: HTMLElement, sought: string): Range[] {
  const walker = document.createTreeWalker(pane, NodeFilter.SHOW_TEXT, (node) => (node.parentElement?.closest("button, [data-aside]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes: Text[] = [];
  const starts: number[] = [];
  let whole = "";
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    nodes.push(node as Text);
    starts.push(whole.length);
    whole += (node as Text).data;
  }
  const place = (offset: number): [Text, number] => {
    const at = Math.max(starts.findLastIndex((start) => start <= offset), 0);
    return [nodes[at] as Text, offset - (starts[at] ?? 0)];
  };
  return matches(whole, sought).map(({ start, end }) => {
    const range = new Range();
    range.setStart(...place(start));
    const [last, offset] = place(end - 1);
    range.setEnd(last, offset + 1);
    return range;
  });
}

function paint(ranges: readonly Range[], at: number): void {
  if (!("highlights" in CSS)) return;
  CSS.highlights.set("found", new Highlight(...ranges.filter((_, n) => n !== at)));
  CSS.highlights.set("found-current", new Highlight(...ranges.slice(at, at + 1)));
}

function reveal(pane: HTMLElement, range: Range): void {
  const [frame, place] = [pane.getBoundingClientRect(), range.getBoundingClientRect()];
  if (place.top < frame.top + 40 || place.bottom > frame.bottom - 40) pane.scrollBy({ top: place.top - frame.top - frame.height / 3 });
}
