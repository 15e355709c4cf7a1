/** Time left on a case and how times are written. Pure; the moment is always handed in. */

export type Urgency = "plain" | "soon" | "late";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export interface TimeLeft {
  /** "3 d 13 h", "7 h 30 m", "12 m", "2 h over". */
  readonly text: string;
  readonly tone: Urgency;
  /** How much of the clock remains, 0 to 1. */
  readonly share: number;
}

const two = (n: number): string => String(n).padStart(2, "0");

export function span(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / MINUTE);
  const days = Math.floor(minutes / 1440);
  const hours = Math.floor((minutes % 1440) / 60);
  if (days > 0) return `${days} d ${two(hours)} h`;
  if (hours > 0) return `${hours} h ${two(minutes % 60)} m`;
  return `${minutes} m`;
}

/** Amber under the longer of 24 hours and a quarter of the clock, red under 8 hours. */
export function timeLeft(receivedAt: string, dueAt: string, now: number): TimeLeft {
  const due = Date.parse(dueAt);
  const whole = Math.max(due - Date.parse(receivedAt), 1);
  const left = due - now;
  if (left < 0) {
    const over = -left >= HOUR ? span(-left).replace(/ \d\d m$/, "") : span(-left);
    return { text: `${over} over`, tone: "late", share: 0 };
  }
  const tone = left < 8 * HOUR ? "late" : left < Math.max(DAY, whole / 4) ? "soon" : "plain";
  return { text: left < HOUR ? `${span(left)} ${two(Math.floor((left % MINUTE) / 1000))} s` : span(left), tone, share: Math.min(left / whole, 1) };
}

/** How long until the text of a clock changes: each second in the last hour, else each minute. */
export const tick = (dueAt: string | null, now: number): number =>
  dueAt !== null && Math.abs(Date.parse(dueAt) - now) < HOUR ? 1000 : MINUTE;

/** "2026-11-23T23:59:00Z" in the plan's zone as "Mon, Nov 23, 23:59". */
export function moment(at: string, timeZone: string, weekday = false): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    ...(weekday ? { weekday: "short" } : {}),
  }).format(new Date(at));
}

export function clockTime(at: string | number, timeZone: string): string {
  return new Intl.DateTimeFormat("en-US", {
    timeZone,
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hourCycle: "h23",
  }).format(new Date(at));
}

/** A calendar date, which has no zone: "1957-02-08" as "Feb 8, 1957". */
export function day(date: string): string {
  return new Intl.DateTimeFormat("en-US", { timeZone: "UTC", dateStyle: "medium" }).format(new Date(`${date}T00:00:00Z`));
}

export function ageOn(born: string, today: Date): number {
  const [year, month, date] = born.split("-").map(Number) as [number, number, number];
  const before = today.getMonth() + 1 < month || (today.getMonth() + 1 === month && today.getDate() < date);
  return today.getFullYear() - year - (before ? 1 : 0);
}

/** "3.9 s", "412 ms", "1 m 04 s". */
export function lasting(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < MINUTE) return `${(milliseconds / 1000).toFixed(1)} s`;
  return `${Math.floor(milliseconds / MINUTE)} m ${two(Math.floor((milliseconds % MINUTE) / 1000))} s`;
}
