/** What has changed on the server since the rows on screen were fetched. */

import type { Row } from "../../api/worklist";

const mark = (row: Row): string =>
  [row.state, row.recommendation, row.criteria_met, row.risk, row.running_step, row.assigned_to, row.due_at, row.flags.join()].join("|");

/** How many rows are new, gone or different. `fresh` is the first page as it is now, `complete` when it is the only one. */
export function changes(shown: readonly Row[], fresh: readonly Row[], complete: boolean): number {
  const before = new Map(shown.map((row) => [row.case_id, mark(row)]));
  const now = new Set(fresh.map((row) => row.case_id));
  const arrived = fresh.filter((row) => !before.has(row.case_id)).length;
  const changed = fresh.filter((row) => before.has(row.case_id) && before.get(row.case_id) !== mark(row)).length;
  const compared = complete ? shown : shown.slice(0, fresh.length);
  const gone = compared.filter((row) => !now.has(row.case_id)).length;
  // Where there is a next page, each arrival pushes one row onto it, and that row is not gone.
  return changed + (complete ? arrived + gone : Math.max(arrived, gone));
}
