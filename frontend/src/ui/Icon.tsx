import type { ReactElement } from "react";

const SHAPES = {
  met: <><circle cx="8" cy="8" r="7" fill="currentColor" /><path d="M4.8 8.2l2.2 2.2 4.2-4.6" stroke="#fff" strokeWidth="1.8" fill="none" strokeLinecap="round" strokeLinejoin="round" /></>,
  warn: <><path d="M8 1.2l7.2 13H.8z" fill="currentColor" /><path d="M8 6v4" stroke="#fff" strokeWidth="1.7" strokeLinecap="round" /><circle cx="8" cy="12" r="1" fill="#fff" /></>,
  bad: <><rect x="1" y="1" width="14" height="14" rx="2.5" fill="currentColor" /><path d="M5 5l6 6M11 5l-6 6" stroke="#fff" strokeWidth="1.8" strokeLinecap="round" /></>,
  waiting: <circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" strokeWidth="1.8" />,
  running: <path d="M8 2a6 6 0 1 0 6 6" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  find: <><circle cx="7" cy="7" r="4.6" fill="none" stroke="currentColor" strokeWidth="1.7" /><path d="M10.6 10.6L14 14" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" /></>,
  person: <><circle cx="8" cy="5" r="2.8" fill="none" stroke="currentColor" strokeWidth="1.4" /><path d="M2.8 14c.4-3 2.4-4.4 5.2-4.4s4.8 1.4 5.2 4.4" fill="none" stroke="currentColor" strokeWidth="1.4" /></>,
  plus: <path d="M8 3v10M3 8h10" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />,
  cross: <path d="M4 4l8 8M12 4l-8 8" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />,
  back: <path d="M10 3L5 8l5 5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />,
  forward: <path d="M6 3l5 5-5 5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />,
  up: <path d="M3 10l5-5 5 5" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />,
  tick: <path d="M3.5 8.4l3 3 6-6.6" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" />,
  file: <><path d="M4 1.8h5.2L12.5 5v9.2H4z" fill="none" stroke="currentColor" strokeWidth="1.4" strokeLinejoin="round" /><path d="M6 8h4.5M6 10.8h4.5" stroke="currentColor" strokeWidth="1.2" /></>,
  upload: <path d="M8 10.5V3M5 5.6L8 2.6l3 3M2.5 10.5v3h11v-3" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" strokeLinejoin="round" />,
} as const;

export type IconName = keyof typeof SHAPES;

/** A drawing that stands beside a word; it says nothing by itself. */
export function Icon({ name, size = 16, className }: { name: IconName; size?: number; className?: string | undefined }): ReactElement {
  return (
    <svg className={className} width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false" fill="none">
      {SHAPES[name]}
    </svg>
  );
}
