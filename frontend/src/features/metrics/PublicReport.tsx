/** The nine public measures of a calendar year, for each unit that reports them. */

import { useState, type ReactElement } from "react";
import { day } from "../../ui/clock";
import { parts, Skeleton, Trouble } from "../../ui/parts";
import { counted, lineWord } from "../../ui/words";
import { measured, type PublicMetrics } from "./figures";
import styles from "./Metrics.module.css";
import { usePublicMetrics } from "./queries";

export function PublicReport({ year: current }: { year: number }): ReactElement {
  const [year, setYear] = useState(current);
  const told = usePublicMetrics(year);
  return (
    <section className={`${parts.panel} ${styles.panel}`} data-wide="true" aria-label="Public report">
      <div className={styles.reportHead}>
        <h2>CMS-0057-F public report <small>{told.data && (told.data.complete ? `calendar year ${year}` : `preview; the report for ${year} is due ${day(`${year + 1}-03-31`)}`)}</small></h2>
        <select aria-label="Calendar year" value={year} onChange={(event) => setYear(Number(event.target.value))}>
          {[current, current - 1, current - 2].map((one) => <option key={one} value={one}>{one}</option>)}
        </select>
        <a className={`${parts.button} ${parts.small}`} href={`/api/metrics/cms-0057?year=${year}&format=csv`} download>Export CSV</a>
      </div>
      {told.isPending && <Skeleton what="the public report" />}
      {told.isError && <Trouble what="Public report" error={told.error} retry={() => void told.refetch()} />}
      {told.data && <Report told={told.data} />}
    </section>
  );
}

type Unit = PublicMetrics["units"][number];

const nameOf = (unit: Unit): string => [lineWord(unit.line_of_business), unit.state, unit.required ? "" : "not required to report"].filter(Boolean).join(", ");

function Report({ told }: { told: PublicMetrics }): ReactElement {
  const [chosen, choose] = useState(0);
  const unit = told.units[chosen] ?? told.units[0];
  if (unit === undefined) return <p className={styles.none}>No request was decided in {told.year}.</p>;
  const { withdrawn, duplicate, drugs } = unit.left_out;
  return (
    <>
      {told.units.length > 1 && <select aria-label="Reporting unit" value={chosen} onChange={(event) => choose(Number(event.target.value))}>{told.units.map((one, at) => <option key={nameOf(one)} value={at}>{nameOf(one)}</option>)}</select>}
      {told.units.length === 1 && <p>{nameOf(unit)}</p>}
      <table className={styles.table}>
        <caption className="hidden">Public measures, {nameOf(unit)}, {told.year}</caption>
        <thead><tr><th scope="col">Measure</th><th scope="col">Value</th><th scope="col">Count</th></tr></thead>
        <tbody>
          {unit.measures.map((one) => {
            const { value, base } = measured(one);
            return <tr key={one.number}><th scope="row">{one.number}. {one.title}</th><td><strong>{value}</strong></td><td>{one.link ? <a href={one.link}>list</a> : base}</td></tr>;
          })}
        </tbody>
      </table>
      <p className={styles.none}>Left out: {withdrawn} withdrawn, {counted(duplicate, "duplicate")}, {drugs} for drugs. {told.notes.join(" ")}</p>
    </>
  );
}
