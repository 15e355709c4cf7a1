/** The text of a rule file with its line numbers; a line that the server refuses is marked and can be gone to. */

import { useLayoutEffect, useRef, type ReactElement, type RefObject } from "react";
import styles from "./WhatIf.module.css";

const LINE = 20;

export function Editor({ area, text, change, wrong, describedBy }: { area: RefObject<HTMLTextAreaElement | null>; text: string; change: (text: string) => void; wrong: ReadonlySet<number>; describedBy: string | undefined }): ReactElement {
  const gutter = useRef<HTMLDivElement>(null);
  const follow = (): void => {
    if (gutter.current && area.current) gutter.current.scrollTop = area.current.scrollTop;
  };
  useLayoutEffect(follow);
  return (
    <div className={styles.editor}>
      <div ref={gutter} className={styles.gutter} aria-hidden="true">
        {/* Lines have no identity but their number. */}
        {text.split("\n").map((_, at) => <span key={at + 1} data-wrong={wrong.has(at + 1)}>{at + 1}</span>)}
      </div>
      <textarea ref={area} aria-label="Text of the rule file" aria-invalid={wrong.size > 0} aria-describedby={describedBy} wrap="off" spellCheck={false} autoComplete="off" value={text} placeholder="Paste the text of a rule file" onChange={(event) => change(event.target.value)} onScroll={follow} />
    </div>
  );
}

/** Put the caret on a line and bring it to the middle of the editor. */
export function goToLine(area: HTMLTextAreaElement | null, line: number): void {
  if (area === null) return;
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  area.scrollTop = Math.max(0, (line - 1) * LINE - area.clientHeight / 2);
  area.scrollLeft = 0;
}
