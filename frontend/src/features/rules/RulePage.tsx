/** One rule as people read it, in the version the address names or the one in force. */

import { useEffect, type ReactElement } from "react";
import { Link, useSearch } from "wouter";
import { useMe } from "../../api/me";
import { parts, Skeleton, Trouble } from "../../ui/parts";
import { blocks, type Block } from "./markdown";
import { useRule } from "./queries";
import styles from "./Rules.module.css";

export function RulePage({ ruleId }: { ruleId: string }): ReactElement {
  const digest = new URLSearchParams(useSearch()).get("digest");
  const mayTry = useMe().data?.roles.includes("admin") === true;
  const rule = useRule(ruleId, digest);
  useEffect(() => {
    document.title = `${ruleId} · Rules`;
  }, [ruleId]);
  return (
    <main id="main" className={styles.page}>
      <div className={styles.top}>
        <h1>{rule.data?.title ?? ruleId}</h1>
        <p><Link href="/rules">All rules</Link></p>
        {mayTry && rule.data && digest === null && <Link href={`/rules/what-if?rule=${encodeURIComponent(rule.data.id)}`} className={`${parts.button} ${parts.small}`}>What if it read otherwise</Link>}
        {rule.data && <p className={styles.digest}>{rule.data.id} · version <code title={rule.data.digest}>{rule.data.digest.slice(0, 12)}</code></p>}
      </div>
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard */}
      <section className={`${parts.panel} ${styles.rule}`} aria-label="Text of the rule" tabIndex={0}>
        {rule.isPending && <Skeleton what="the rule" lines={9} />}
        {rule.isError && <Trouble what={`Rule ${ruleId}`} error={rule.error} retry={() => void rule.refetch()} />}
        {/* Blocks have no identity but their place; the text of a digest never changes. */}
        {rule.data && <div className={styles.text}>{blocks(rule.data.text).map((block, at) => <Shown key={`${rule.data.digest} ${at}`} block={block} />)}</div>}
      </section>
    </main>
  );
}

function Shown({ block }: { block: Block }): ReactElement {
  switch (block.kind) {
    case "front":
      return <dl className={styles.front}>{block.lines.map(([name, value]) => <div key={`${name} ${value}`}><dt>{name.replaceAll("_", " ")}</dt><dd>{value}</dd></div>)}</dl>;
    case "heading":
      return block.level <= 2 ? <h2>{inline(block.text)}</h2> : <h3>{inline(block.text)}</h3>;
    case "code":
      return <pre>{block.text}</pre>;
    case "list":
      return <ul>{block.items.map((item) => <li key={item.text} data-depth={item.depth}>{inline(item.text)}</li>)}</ul>;
    case "table":
      return (
        // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls by keyboard too
        <div className={styles.wide} role="region" aria-label={`Table: ${block.head.join(", ")}`} tabIndex={0}>
          <table>
            <thead><tr>{block.head.map((cell) => <th key={cell} scope="col">{inline(cell)}</th>)}</tr></thead>
            <tbody>{block.rows.map((cells) => <tr key={cells.join("|")}>{cells.map((cell, at) => <td key={block.head[at] ?? at}>{inline(cell)}</td>)}</tr>)}</tbody>
          </table>
        </div>
      );
    case "paragraph":
      return <p>{inline(block.text)}</p>;
  }
}

const MARKED = /(\*\*[^*]+\*\*|`[^`]+`)/;

function inline(text: string): (ReactElement | string)[] {
  return text.split(MARKED).map((piece, at) => {
    if (piece.startsWith("**")) return <strong key={`${at} ${piece}`}>{piece.slice(2, -2)}</strong>;
    if (piece.startsWith("`")) return <code key={`${at} ${piece}`}>{piece.slice(1, -1)}</code>;
    return piece;
  });
}
