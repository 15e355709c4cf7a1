import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactElement, RefObject } from "react";
import { Link } from "wouter";
import type { Neighbours } from "../../api/order";
import { client, take, type Case } from "../../api/client";
import { useMe } from "../../api/me";
import { announce } from "../../ui/announce";
import { ageOn, day, moment } from "../../ui/clock";
import { worklistPlace } from "../../ui/find";
import { Icon } from "../../ui/Icon";
import { Due, parts, Tag } from "../../ui/parts";
import { useNow } from "../../ui/useNow";
import { stageWord, urgencyWord } from "../../ui/words";
import styles from "./CaseHeader.module.css";
import { requestOf } from "./request";

export function CaseHeader({ found, heading, neighbours }: { found: Case; heading: RefObject<HTMLHeadingElement | null>; neighbours: Neighbours }): ReactElement {
  const request = requestOf(found);
  const now = useNow(found.clock.due_at);
  const age = request.born === null ? "Age not given" : `${ageOn(request.born, new Date(now))}`;
  return (
    <header className={styles.header}>
      <div className={styles.who}>
        <div className={styles.first}>
          <h1 ref={heading} tabIndex={-1}>{request.name}</h1>
          <span className={styles.number}>{found.case_number}</span>
          {found.urgency === "expedited" && <Tag tone="bad">Urgent</Tag>}
          {found.flags.includes("duplicate") && <Tag tone="warn">Possible duplicate</Tag>}
          {found.flags.includes("extended") && <Tag tone="quiet">Extended</Tag>}
          {found.flags.includes("clock_stopped") && <Tag tone="quiet">Clock stopped</Tag>}
          {found.state !== "ready" && <Tag tone="quiet">{stageWord(found.state)}</Tag>}
          <Owner found={found} />
          <nav aria-label="Cases of the list" className={styles.paging}>
            <Link href={worklistPlace()} className={styles.back}><Icon name="back" />Worklist</Link>
            {neighbours.place && <span>{neighbours.place}</span>}
            {neighbours.previous && <Link href={`/case/${neighbours.previous}`} className={parts.iconButton} aria-label="Previous case" title="Previous case, p" aria-keyshortcuts="p"><Icon name="up" /></Link>}
            {neighbours.next && <Link href={`/case/${neighbours.next}`} className={`${parts.iconButton} ${styles.down}`} aria-label="Next case" title="Next case, n" aria-keyshortcuts="n"><Icon name="up" /></Link>}
          </nav>
        </div>
        <dl className={styles.second}>
          <div data-kept><dt className="hidden">Member</dt><dd>{[`${age} ${SEX[request.sex] ?? ""}`.trim(), request.born && `born ${day(request.born)}`, request.member].filter(Boolean).join(" · ")}</dd></div>
          <Services items={found.items} />
          <div data-kept title={request.diagnoses.join(", ")}><dt>Diagnosis</dt><dd><strong>{request.diagnoses[0] ?? "None given"}</strong><Rest of={request.diagnoses} /></dd></div>
          <div data-kept><dt>Provider NPI</dt><dd>{request.npi || "Not given"}</dd></div>
        </dl>
      </div>
      <div className={styles.clock}>
        <span>{found.clock.due_at ? `Due ${moment(found.clock.due_at, found.clock.time_zone, true)}` : "No due date"}</span>
        <span className={styles.left}>{found.determination ? ended(found.determination, found.clock) : <Due receivedAt={found.received_at} dueAt={found.clock.due_at} barFirst={false} />}</span>
        <span className={styles.rule} title={found.clock.rule}>{found.clock.rule || urgencyWord(found.urgency)}</span>
      </div>
    </header>
  );
}

const SEX: Record<string, string> = { female: "F", male: "M", other: "other sex" };
const named = (item: Case["items"][number]): string => [item.description, item.modifiers.join(" "), item.units > 1 ? `${item.units} units` : ""].filter(Boolean).join(", ");

/** What follows the first: how many where there is one line, all of them where there is room or paper. */
function Rest({ of }: { of: readonly string[] }): ReactElement | null {
  if (of.length < 2) return null;
  return <><span className={styles.more}> and {of.length - 1} more</span><span className={styles.rest}>, {of.slice(1).join(", ")}</span></>;
}

function Services({ items }: { items: Case["items"] }): ReactElement {
  const [first] = items;
  return (
    <div title={items.map((item) => `${item.code} ${named(item)}`).join("\n")}>
      <dt>{items.length > 1 ? "Services" : "Service"}</dt>
      <dd>{first === undefined ? "None given" : <><strong>{first.code}</strong> {named(first)}<Rest of={items.map((item) => `${item.code} ${named(item)}`)} /></>}</dd>
    </div>
  );
}

/** No time is left once somebody has decided; when that was stands in its place. */
const ended = (act: NonNullable<Case["determination"]>, clock: Case["clock"]): string =>
  `${act.outcome === "withdrawn" ? "Withdrawn" : "Decided"} ${moment(act.decided_at, clock.time_zone)}${clock.due_at !== null && act.decided_at > clock.due_at ? ", late" : ""}`;

/** At once on screen, and back with a word if the server refuses. */
function Owner({ found }: { found: Case }): ReactElement {
  const me = useMe().data;
  const queries = useQueryClient();
  const key = ["case", found.case_id];
  const assign = useMutation({
    mutationFn: (assignee: string | null) => take(client.PUT("/api/cases/{case_id}/assignment", { params: { path: { case_id: found.case_id } }, body: { assignee } })),
    onMutate: (assignee) => {
      const before = queries.getQueryData<Case>(key);
      queries.setQueryData<Case>(key, (held) => (held ? { ...held, assigned_to: assignee } : held));
      return before;
    },
    onError: (_, __, before) => {
      queries.setQueryData(key, before);
      announce("The assignment was refused and is as it was");
    },
    onSuccess: (now) => {
      queries.setQueryData(key, now);
      void queries.invalidateQueries({ queryKey: ["worklist"] });
      void queries.invalidateQueries({ queryKey: ["queue-count"] });
    },
  });
  const mine = me !== undefined && found.assigned_to === me.name;
  return (
    <span className={styles.owner}>
      <Icon name="person" />{mine ? "Assigned to you" : (found.assigned_to ?? "Unassigned")}
      {me !== undefined && found.may.includes("assign") && (
        <button type="button" className={parts.link} onClick={() => assign.mutate(mine ? null : me.name)}>{mine ? "Put back" : "Take it"}</button>
      )}
      {assign.isError && <Tag tone="bad">Refused</Tag>}
    </span>
  );
}
