/** What a further review made different, criterion by criterion. */

import type { ReactElement } from "react";
import type { Case, Schemas } from "../../api/client";
import { Icon } from "../../ui/Icon";
import { parts, Status } from "../../ui/parts";
import { counted, criterionWord, draftWord } from "../../ui/words";
import styles from "./Changed.module.css";
import type { Group } from "./criteria";
import { useDiff } from "./queries";
import type { Act } from "./selection";

type RowChange = Schemas["RowChange"];

interface Props {
  readonly found: Case;
  readonly review: number;
  readonly groups: readonly Group[];
  readonly act: (wanted: Act) => void;
}

export function Changed({ found, review, groups, act }: Props): ReactElement | null {
  const diff = useDiff(found.case_id, review).data;
  if (review < 2 || diff === undefined) return null;
  const added = found.documents.filter((one) => diff.documents_added.includes(one.document_id));
  return (
    <details className={styles.changed} open={diff.changed.length > 0}>
      <summary>What changed since review {diff.against} <small>{diff.changed.length === 0 ? "no criterion" : counted(diff.changed.length, "criterion", "criteria")}, {diff.unchanged} unchanged</small></summary>
      <p className={styles.draft}>Draft: <Turn before={draftWord(diff.recommendation_before)} after={draftWord(diff.recommendation_after)} /></p>
      {added.length > 0 && <p className={styles.added}>Read for the first time: {added.map((one) => <button key={one.document_id} type="button" className={parts.link} onClick={() => act({ to: "document", id: one.document_id })}>{one.document_id}. {one.title}</button>)}</p>}
      <ul>{diff.changed.map((row) => <Row key={`${row.item} ${row.policy_id} ${row.id}`} row={row} number={numberOf(groups, row)} act={act} />)}</ul>
    </details>
  );
}

const numberOf = (groups: readonly Group[], row: RowChange): number | null =>
  groups.flatMap((group) => group.rows).find(({ criterion }) => criterion.item === row.item && criterion.policy_id === row.policy_id && criterion.id === row.id)?.number ?? null;

function Row({ row, number, act }: { row: RowChange; number: number | null; act: (wanted: Act) => void }): ReactElement {
  const before = row.before === null ? { word: "New", tone: "quiet" as const } : criterionWord(row.before);
  const after = row.after === null ? { word: "Gone", tone: "quiet" as const } : criterionWord(row.after);
  return (
    <li>
      {number === null ? <span>{row.criterion}</span> : <button type="button" className={parts.link} onClick={() => act({ to: "criterion", number })}>{number}. {row.criterion}</button>}
      <Turn before={before} after={after} />
      <p>{row.why}</p>
    </li>
  );
}

type Said = ReturnType<typeof criterionWord>;

function Turn({ before, after }: { before: Said; after: Said }): ReactElement {
  return (
    <span className={styles.turn}>
      <Status tone={before.tone}>{before.word}</Status>
      <Icon name="back" size={12} className={styles.arrow} /><span className="hidden">, now </span>
      <Status tone={after.tone}>{after.word}</Status>
    </span>
  );
}
