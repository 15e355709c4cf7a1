import type { ReactElement } from "react";
import type { Schemas } from "../../api/client";
import { bars, LIMITS, type Urgency } from "./figures";
import styles from "./Metrics.module.css";

const WIDTH = 440;
const HEIGHT = 150;
const FOOT = 22;
const HEAD = 20;

/** Bars of cases by the time they took, the limit drawn, what lies over it in its own colour; the same as a list for those who do not see it. */
export function Histogram({ pace, urgency }: { pace: Schemas["PaceResource"]; urgency: Urgency }): ReactElement {
  const shown = bars(pace.histogram, urgency);
  const most = Math.max(1, ...shown.map((bar) => bar.count));
  const step = WIDTH / shown.length;
  const limit = step * (shown.length - 1);
  const high = (count: number): number => ((HEIGHT - HEAD - FOOT) * count) / most;
  return (
    <figure className={styles.histogram}>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
        {shown.map((bar, at) => (
          <g key={bar.label} data-over={bar.over && bar.count > 0}>
            <rect x={at * step + 1.5} y={HEIGHT - FOOT - Math.max(high(bar.count), 1)} width={step - 3} height={Math.max(high(bar.count), 1)} />
            <text x={(at + 0.5) * step} y={HEIGHT - FOOT - high(bar.count) - 5}>{bar.count}</text>
            <text x={(at + 0.5) * step} y={HEIGHT - 7} className={styles.foot}>{bar.label}</text>
          </g>
        ))}
        <path d={`M${limit} 4V${HEIGHT - FOOT}`} className={styles.limit} />
        <text x={limit - 5} y="13" className={styles.limitWords}>{LIMITS[urgency].words}</text>
      </svg>
      <ul className="hidden">{shown.map((bar) => <li key={bar.label}>{bar.label}: {bar.count}</li>)}</ul>
      <figcaption>{pace.late} late of {pace.on_time.denominator}, each by its own clock</figcaption>
    </figure>
  );
}
