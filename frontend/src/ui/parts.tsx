/** The small shared pieces: each says its state in a word and a shape, never by colour alone. */

import { useEffect, useId, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from "react";
import { Problem } from "../api/client";
import { timeLeft } from "./clock";
import { Icon, type IconName } from "./Icon";
import styles from "./parts.module.css";
import { useNow } from "./useNow";
import type { Tone } from "./words";

export { styles as parts };

export function Key({ children }: { children: ReactNode }): ReactElement {
  return <kbd className={styles.key} aria-hidden="true">{children}</kbd>;
}

const SHAPE: Record<Tone, IconName> = { met: "met", warn: "warn", bad: "bad", quiet: "waiting" };

export function Status({ tone, children, wordless = false }: { tone: Tone; children: string; wordless?: boolean }): ReactElement {
  return (
    <span className={`${styles.status} ${styles[tone]}`}>
      <Icon name={SHAPE[tone]} />
      <span className={wordless ? "hidden" : undefined}>{children}</span>
    </span>
  );
}

export function Tag({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return <span className={`${styles.tag} ${styles[tone]}`}>{children}</span>;
}

/** Time left with a bar of what remains. Silent for screen readers between thresholds, like any text. */
export function Due({ receivedAt, dueAt, barFirst = true }: { receivedAt: string; dueAt: string | null; barFirst?: boolean }): ReactElement {
  const now = useNow(dueAt);
  if (dueAt === null) return <span className={styles.quiet}>No clock</span>;
  const left = timeLeft(receivedAt, dueAt, now);
  const bar = (
    <svg className={styles.dueBar} viewBox="0 0 34 5" preserveAspectRatio="none" aria-hidden="true">
      <rect width="34" height="5" rx="2" />
      <rect width={Math.max(34 * left.share, left.tone === "late" ? 2 : 0)} height="5" rx="2" />
    </svg>
  );
  return (
    <span className={styles.due} data-tone={left.tone}>
      {barFirst && bar}
      {left.text}
      {!barFirst && bar}
    </span>
  );
}

export function Notice({ tone = "info", title, children, act }: { tone?: "info" | "warn" | "bad"; title: string; children?: ReactNode; act?: ReactNode }): ReactElement {
  return (
    <div className={styles.notice} data-tone={tone} role={tone === "bad" ? "alert" : undefined}>
      {tone !== "info" && <Icon name={tone} className={styles[tone]} />}
      <div className={styles.noticeBody}>
        <p><strong>{title}</strong></p>
        {children !== undefined && <p>{children}</p>}
      </div>
      {act}
    </div>
  );
}

/** What went wrong with the thing a pane shows, and the way out. */
export function Trouble({ what, error, retry }: { what: string; error: unknown; retry: () => void }): ReactElement {
  const problem = error instanceof Problem ? error : new Problem(0, "", "This page could not show it", "", []);
  return (
    <div className={styles.empty}>
      <Notice tone="bad" title={`${what}: ${problem.title.charAt(0).toLowerCase()}${problem.title.slice(1)}`} act={<button type="button" className={`${styles.button} ${styles.small}`} onClick={retry}>Try again</button>}>
        {problem.detail}
      </Notice>
    </div>
  );
}

export function Skeleton({ lines = 6, what }: { lines?: number; what: string }): ReactElement {
  return (
    <div className={styles.skeleton} aria-busy="true">
      <span className="hidden">Loading {what}</span>
      {Array.from({ length: lines }, (_, line) => <span key={line} aria-hidden="true" />)}
    </div>
  );
}

export interface Tab<T extends string> {
  readonly id: T;
  readonly label: string;
  readonly count?: string | number | undefined;
}

/** Tabs by the documented pattern: arrows move and select, the panel is the caller's. */
export function Tabs<T extends string>({ name, tabs, selected, select }: { name: string; tabs: readonly Tab<T>[]; selected: T; select: (id: T) => void }): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const moved = (event: KeyboardEvent): void => {
    const at = tabs.findIndex((tab) => tab.id === selected);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    if (next === undefined) return;
    select(next.id);
    list.current?.querySelector<HTMLButtonElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={name} className={styles.tabs}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          type="button"
          role="tab"
          id={`tab-${tab.id}`}
          data-tab={tab.id}
          aria-selected={tab.id === selected}
          aria-controls={`panel-${tab.id}`}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => select(tab.id)}
          onKeyDown={moved}
        >
          {tab.label}
          {tab.count !== undefined && <small>{tab.count}</small>}
        </button>
      ))}
    </div>
  );
}

/** A native modal dialog. Focus goes to the first control marked `data-first`, and back on close. */
export function Dialog({ title, close, wide = false, children }: { title: string; close: () => void; wide?: boolean; children: ReactNode }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <dialog ref={dialog} className={styles.dialog} data-wide={wide} aria-labelledby={heading} onCancel={(event) => { event.preventDefault(); close(); }}>
      <div className={styles.dialogHead}>
        <h2 id={heading}>{title}</h2>
        <button type="button" className={styles.iconButton} onClick={close} aria-label="Close"><Icon name="cross" /></button>
      </div>
      <div className={styles.dialogBody}>{children}</div>
    </dialog>
  );
}
