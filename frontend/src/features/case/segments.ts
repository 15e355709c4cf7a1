/** A document's text cut at its evidence. Pure: offsets in, pieces out; no character is added, moved or lost. */

import type { Criterion, Review, Schemas } from "../../api/client";

export interface Mark {
  /** The criterion's number on screen, or 0 for a discrepancy. */
  readonly number: number;
  /** Which of the criterion's quotes. */
  readonly quote: number;
  readonly start: number;
  readonly end: number;
  readonly weak: boolean;
}

export interface Piece {
  readonly start: number;
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Marks whose number stands right after this piece. */
  readonly labels: readonly Mark[];
}

export interface Section {
  readonly number: number | null;
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

/** The contract counts code points; a string here counts UTF-16 units. */
export function unitsOf(text: string): (point: number) => number {
  if (!/[\uD800-\uDBFF]/.test(text)) return (point) => point;
  const starts: number[] = [];
  let unit = 0;
  for (const point of text) {
    starts.push(unit);
    unit += point.length;
  }
  starts.push(unit);
  return (point) => starts[Math.min(point, starts.length - 1)] ?? unit;
}

/** The evidence of a review in one document, criteria numbered as they are listed. */
export function marksIn(review: Review, criteria: readonly Criterion[], documentId: number, text: string): Mark[] {
  const units = unitsOf(text);
  const placed = (spans: readonly Schemas["SpanWire"][], number: number): Mark[] =>
    spans.flatMap((span, quote) =>
      span.document_id === documentId && span.verified
        ? [{ number, quote, start: units(span.start), end: units(span.end), weak: span.relation !== "supports" }]
        : [],
    );
  return [
    ...criteria.flatMap((criterion, at) => placed(criterion.evidence_spans, at + 1)),
    ...review.discrepancies.flatMap((discrepancy) => placed(discrepancy.evidence_spans, 0)),
  ];
}

const PUNCTUATION = /^["'”’)\]]?[.,;:!?]?/;

/** Where a mark's number goes: behind the punctuation that follows, so that it never stands alone on a line. */
export const labelAt = (text: string, end: number): number => end + (PUNCTUATION.exec(text.slice(end, end + 2))?.[0].length ?? 0);

/** The text from `from` to `to`, cut wherever a mark or a number begins or ends. */
export function pieces(text: string, marks: readonly Mark[], from: number, to: number): Piece[] {
  const near = marks.filter((mark) => mark.start < to && mark.end > from);
  const cuts = new Set([from, to]);
  for (const mark of near) for (const cut of [mark.start, mark.end, labelAt(text, mark.end)]) if (cut > from && cut < to) cuts.add(cut);
  const at = [...cuts].toSorted((a, b) => a - b);
  return at.slice(0, -1).map((start, n) => {
    const end = at[n + 1] ?? to;
    return {
      start,
      text: text.slice(start, end),
      marks: near.filter((mark) => mark.start < end && mark.end > start),
      labels: oncePerNumber(near.filter((mark) => Math.min(labelAt(text, mark.end), to) === end)),
    };
  });
}

function oncePerNumber(marks: readonly Mark[]): Mark[] {
  const seen = new Map<number, Mark>();
  for (const mark of marks) if (!seen.has(mark.number)) seen.set(mark.number, mark);
  return [...seen.values()].toSorted((a, b) => a.number - b.number);
}

/** Sections with the span of their body; what stands before the first heading comes first, without a title. */
export function sections(text: string, told: readonly Schemas["SectionResource"][]): Section[] {
  const units = unitsOf(text);
  const found: Section[] = told.map((section, at) => {
    const start = units(section.start);
    const title = text.indexOf(section.title, start);
    const after = title < 0 ? start : title + section.title.length;
    const colon = /^\s*:?/.exec(text.slice(after, after + 4))?.[0].length ?? 0;
    return { number: at + 1, title: section.title, ...trimmed(text, after + (title < 0 ? 0 : colon), units(section.end)) };
  });
  const first = told[0];
  const head = trimmed(text, 0, first ? units(first.start) : text.length);
  return head.end > head.start ? [{ number: null, title: "", ...head }, ...found] : found;
}

function trimmed(text: string, start: number, end: number): { start: number; end: number } {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text[from] ?? "")) from += 1;
  while (to > from && /\s/.test(text[to - 1] ?? "")) to -= 1;
  return { start: from, end: to };
}

const LONG = 60;

/** For the eye only: a line that was broken because it was full runs on. Lengths, and so offsets, stay. */
export function unwrapped(text: string): string {
  let line = 0;
  return text.replaceAll(/\n(?=[\p{L}\p{N}(])/gu, (_, at: number) => {
    const length = at - Math.max(text.lastIndexOf("\n", at - 1) + 1, line);
    line = at + 1;
    return length >= LONG && !/[:]$/.test(text.slice(at - 1, at)) ? " " : "\n";
  });
}
