/** What of a case is looked at: one place for note, criteria, quotes and keys. Pure. */

export const TABS = ["criteria", "checks", "timeline", "documents"] as const;
export type TabId = (typeof TABS)[number];

export interface Selection {
  /** Number of the open criterion, from 1; 0 is none. */
  readonly criterion: number;
  readonly quote: number;
  readonly all: boolean;
  readonly document: number;
}

/** For each criterion in order, the document of each of its quotes. */
export type Quotes = readonly (readonly number[])[];

export type Act =
  | { readonly to: "criterion"; readonly number: number; readonly quote?: number }
  | { readonly to: "neighbour"; readonly by: 1 | -1 }
  | { readonly to: "quote"; readonly by: 1 | -1 }
  | { readonly to: "document"; readonly id: number }
  | { readonly to: "all"; readonly shown: boolean };

export const start: Selection = { criterion: 0, quote: 0, all: true, document: 1 };

export function select(state: Selection, act: Act, quotes: Quotes): Selection {
  switch (act.to) {
    case "criterion":
      return open(state, act.number, act.quote ?? 0, quotes);
    case "neighbour":
      return open(state, Math.min(Math.max(state.criterion + act.by, 1), quotes.length), 0, quotes);
    case "quote": {
      const count = quotes[state.criterion - 1]?.length ?? 0;
      return count === 0 ? state : open(state, state.criterion, (state.quote + act.by + count) % count, quotes);
    }
    case "document":
      return { ...state, document: act.id };
    case "all":
      return { ...state, all: act.shown };
  }
}

/** Opening a criterion goes to its quote, and to the document the quote is in. */
function open(state: Selection, number: number, quote: number, quotes: Quotes): Selection {
  if (number < 0 || number > quotes.length) return state;
  return { ...state, criterion: number, quote, document: quotes[number - 1]?.[quote] ?? state.document };
}
