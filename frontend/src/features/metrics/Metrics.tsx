/** How fast, how often and against what limit; and the measures the public gets to see. */

import { useEffect, type ReactElement, type ReactNode } from "react";
import { useLocation, useSearch } from "wouter";
import { useTimeZone } from "../../api/me";
import { day } from "../../ui/clock";
import { parts, Skeleton, Trouble } from "../../ui/parts";
import { useNow } from "../../ui/useNow";
import { counted } from "../../ui/words";
import { daysOf, directions, hours, LIMITS, minutes, percent, PERIODS, type Period, type Turnaround, type Urgency } from "./figures";
import { Histogram } from "./Histogram";
import styles from "./Metrics.module.css";
import { PublicReport } from "./PublicReport";
import { useTurnaround } from "./queries";

export function Metrics(): ReactElement {
  const [period, choose] = usePeriod();
  const today = new Date(useNow()).toLocaleDateString("sv-SE", { timeZone: useTimeZone() });
  const days = daysOf(period, today);
  const told = useTurnaround(days);
  useEffect(() => {
    document.title = "Metrics · Prior authorization";
  }, []);
  return (
    <main id="main" className={styles.page}>
      <div className={styles.top}>
        <h1>Metrics</h1>
        <div role="group" aria-label="Period" className={styles.periods}>
          {PERIODS.map((one) => <button key={one} type="button" className={parts.chip} aria-pressed={one === period} onClick={() => choose(one)}>{one}</button>)}
        </div>
        <p>{day(days.from)} to {day(days.to)} · all plans{told.data && ` · ${counted(told.data.total.decided, "determination")}`}{told.data?.synthetic && " · synthetic data"}</p>
        <button type="button" className={`${parts.button} ${parts.small}`} onClick={() => window.print()}>Print</button>
      </div>
      {told.isPending && <div className={parts.panel}><Skeleton what="the figures" lines={9} /></div>}
      {told.isError && <div className={parts.panel}><Trouble what="Metrics" error={told.error} retry={() => void told.refetch()} /></div>}
      {told.data && <Figures told={told.data} />}
      <div className={styles.charts}>
        {told.data && <Panel title="By service" about=""><Services told={told.data} /></Panel>}
        <PublicReport year={Number(today.slice(0, 4))} />
      </div>
      {told.data && <Panel title="Criteria decided against" about=""><Contested told={told.data} /></Panel>}
    </main>
  );
}

const isPeriod = (word: string | null): word is Period => PERIODS.some((period) => period === word);

function usePeriod(): readonly [Period, (period: Period) => void] {
  const [, go] = useLocation();
  const asked = new URLSearchParams(useSearch()).get("period");
  return [isPeriod(asked) ? asked : "This quarter", (period) => go(`/metrics?period=${encodeURIComponent(period)}`, { replace: true })];
}

function Figures({ told }: { told: Turnaround }): ReactElement {
  const { total } = told;
  const pace = (urgency: Urgency): (typeof total.paces)[number] | undefined => total.paces.find((one) => one.urgency === urgency);
  const approved = (total.outcomes["approved"] ?? 0) + (total.outcomes["approved_modified"] ?? 0);
  const standard = pace("standard");
  const urgent = pace("expedited");
  return (
    <>
      <dl className={`${parts.panel} ${styles.tiles}`}>
        <Tile name="Decided on time" value={percent(total.on_time.percent)} base={`${total.on_time.denominator - total.on_time.numerator} late of ${total.on_time.denominator}`} />
        <Tile name="Standard, median" value={hours(standard?.hours.median ?? null)} base={`${LIMITS.standard.words}, ${counted(standard?.hours.count ?? 0, "case")}`} />
        <Tile name="Urgent, median" value={hours(urgent?.hours.median ?? null)} base={`${LIMITS.expedited.words}, ${counted(urgent?.hours.count ?? 0, "case")}`} />
        <Tile name="Approved" value={percent(total.decided === 0 ? null : (100 * approved) / total.decided)} base={`${approved} of ${total.decided}`} />
        <Tile name="Overridden by a person" value={percent(total.overrides.percent)} base={`${total.overrides.numerator} of ${total.overrides.denominator}`} />
        <Tile name="Reviewer time, median" value={minutes(total.reviewer_minutes.median)} base={`first read to signed, ${counted(total.reviewer_minutes.count, "case")}`} />
      </dl>
      <div className={styles.charts}>
        <Panel title="Time to decision, standard" about="days">{standard && <Histogram pace={standard} urgency="standard" />}</Panel>
        <Panel title="Time to decision, urgent" about="hours">{urgent && <Histogram pace={urgent} urgency="expedited" />}</Panel>
        <Panel title="Overrides" about={String(total.overrides.numerator)}><Overrides told={told} /></Panel>
      </div>
    </>
  );
}

function Tile({ name, value, base }: { name: string; value: string; base: string }): ReactElement {
  return <div><dt>{name}</dt><dd><strong>{value}</strong><span>{base}</span></dd></div>;
}

function Panel({ title, about, children }: { title: string; about: string; children: ReactNode }): ReactElement {
  return <section className={`${parts.panel} ${styles.panel}`} aria-label={title}><h2>{title} <small>{about}</small></h2>{children}</section>;
}

function Overrides({ told }: { told: Turnaround }): ReactElement {
  const rows = directions(told.total.override_directions);
  const most = Math.max(1, ...rows.map((row) => row.count));
  if (rows.length === 0) return <p className={styles.none}>No draft was overridden in this time.</p>;
  return (
    <table className={styles.table} data-words="2">
      <caption className="hidden">Overrides by direction</caption>
      <thead><tr><th scope="col">Draft</th><th scope="col">Signed</th><th scope="col">Cases</th></tr></thead>
      <tbody>{rows.map((row) => <tr key={`${row.draft} ${row.signed}`}><td>{row.draft}</td><td>{row.signed}</td><td>{row.count} <Share part={row.count / most} /></td></tr>)}</tbody>
    </table>
  );
}

const SHOWN = 12;

function Services({ told }: { told: Turnaround }): ReactElement {
  const rows = told.groups.filter((one) => one.decided > 0).toSorted((a, b) => b.decided - a.decided);
  if (rows.length === 0) return <p className={styles.none}>Nothing was decided in this time.</p>;
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a wide table scrolls by keyboard too
    <div className={styles.wide} role="region" aria-label="Table of services" tabIndex={0}>
      <table className={styles.table}>
        <caption className="hidden">Determinations by service</caption>
        <thead><tr><th scope="col">Service</th><th scope="col">Decided</th><th scope="col">Approved</th><th scope="col">On time</th><th scope="col">Overridden</th></tr></thead>
        <tbody>
          {rows.slice(0, SHOWN).map((one) => {
            const approved = (one.outcomes["approved"] ?? 0) + (one.outcomes["approved_modified"] ?? 0);
            return (
              <tr key={one.service}>
                <th scope="row"><strong>{one.service}</strong> {one.description}</th>
                <td>{one.decided}</td>
                <td>{percent((100 * approved) / one.decided)} <Share part={approved / one.decided} /></td>
                <td>{percent(one.on_time.percent)}</td>
                <td>{percent(one.overrides.percent)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {rows.length > SHOWN && <p className={styles.none}>{counted(rows.length - SHOWN, "service")} with fewer determinations are counted above but not listed.</p>}
    </div>
  );
}

function Contested({ told }: { told: Turnaround }): ReactElement {
  const rows = told.criteria.filter((one) => one.overridden.numerator > 0).slice(0, SHOWN);
  if (rows.length === 0) return <p className={styles.none}>No criterion was decided against in this time.</p>;
  return (
    <table className={styles.table}>
      <caption className="hidden">Criteria decided against</caption>
      <thead><tr><th scope="col">Criterion</th><th scope="col">Share</th><th scope="col">Count</th></tr></thead>
      <tbody>{rows.map((one) => <tr key={one.criterion}><th scope="row">{one.criterion}</th><td>{percent(one.overridden.percent)}</td><td>{one.overridden.numerator} of {one.overridden.denominator}</td></tr>)}</tbody>
    </table>
  );
}

function Share({ part }: { part: number }): ReactElement {
  return <svg className={styles.share} viewBox="0 0 60 8" preserveAspectRatio="none" aria-hidden="true"><rect width={60 * part} height="8" /></svg>;
}
