/** Every open case by what is due first; a selected row shows why its draft came out so. */

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useState, useSyncExternalStore, type ReactElement } from "react";
import { Link, useLocation, useSearch } from "wouter";
import { useMayEnter, useTimeZone } from "../../api/me";
import { useKeptOrder } from "../../api/order";
import { useNews, useWorklist, type Page } from "../../api/worklist";
import { announce } from "../../ui/announce";
import { clockTime } from "../../ui/clock";
import { findInWorklist, keepWorklistPlace, onFind, soughtText } from "../../ui/find";
import { Icon } from "../../ui/Icon";
import { useKeys } from "../../ui/keys";
import { parts, Skeleton, Trouble } from "../../ui/parts";
import { counted } from "../../ui/words";
import { FilterBar } from "./FilterBar";
import { filtersOf, viewOf, VIEWS, withFilter } from "./filters";
import { changes } from "./news";
import { Preview } from "./Preview";
import { Table } from "./Table";
import styles from "./Worklist.module.css";

export function Worklist(): ReactElement {
  const search = useSearch();
  const [, go] = useLocation();
  const mayEnter = useMayEnter();
  const text = useSyncExternalStore(onFind, soughtText);
  const filters = filtersOf(search, text);
  const list = useWorklist(filters);
  useKeptOrder(filters, list.data?.pages);
  const news = useNews(filters, list.isSuccess);
  const queries = useQueryClient();
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const [chosen, choose] = useState<string | null>(null);
  const selected = rows.find((row) => row.case_id === chosen) ?? rows[0];
  const changed = news.data ? changes(rows, news.data.items, news.data.next_cursor === null) : 0;
  const page = news.data ?? list.data?.pages[0];

  useEffect(() => {
    document.title = "Worklist · Prior authorization";
    keepWorklistPlace(search);
  }, [search]);
  const showChanges = (): void => {
    void queries.invalidateQueries({ queryKey: ["worklist"] });
    announce("Worklist brought up to date");
  };
  useKeys((key) => {
    const at = rows.findIndex((row) => row.case_id === selected?.case_id);
    const next = key === "j" ? rows[at + 1] : key === "k" ? rows[at - 1] : undefined;
    if (next) choose(next.case_id);
    else if (key === "Enter" && selected && document.activeElement === document.body) go(`/case/${selected.case_id}`);
    else if (key === "u") go(withFilter(search, "urgency", filters.urgency === "expedited" ? null : "expedited"));
    else if (key === "r" && changed > 0) showChanges();
    else return false;
    return true;
  });

  return (
    <main id="main" className={styles.page}>
      <div className={styles.top}>
        <h1>Worklist</h1>
        {page && <Counts page={page} />}
        <div className={styles.topEnd}>
          {changed > 0 && <button type="button" className={`${parts.button} ${parts.small}`} onClick={showChanges}>{counted(changed, "change")}, show <kbd className={parts.key}>r</kbd></button>}
          <Updated at={Math.max(list.dataUpdatedAt, news.dataUpdatedAt)} failing={news.isError || list.isError} />
          {mayEnter("/new") && <Link href="/new" className={`${parts.button} ${parts.primary} ${parts.small}`}><Icon name="plus" />New case</Link>}
        </div>
      </div>
      <nav aria-label="Views" className={styles.views}>
        {VIEWS.map((view) => (
          <Link key={view.id} href={`/?view=${view.id}`} aria-current={view.id === viewOf(search) ? "true" : undefined} onClick={() => findInWorklist("")}>
            {view.label} <small>{page?.views[view.id] ?? ""}</small>
          </Link>
        ))}
        {viewOf(search) === "everything" && <Link href="/?view=everything" aria-current="true">Found</Link>}
      </nav>
      <div className={styles.panes}>
        <section className={`${parts.panel} ${styles.list}`} aria-label="Cases">
          <FilterBar search={search} filters={filters} shown={rows.length} more={list.hasNextPage} />
          {list.isPending && <Skeleton what="the worklist" lines={9} />}
          {list.isError && rows.length === 0 && <Trouble what="Worklist" error={list.error} retry={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && <Empty search={search} text={text} />}
          {rows.length > 0 && (
            <Table rows={rows} selected={selected?.case_id ?? null} select={choose}>
              {list.hasNextPage && <button type="button" className={parts.button} disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{list.isFetchingNextPage ? "Loading …" : "Show more"}</button>}
            </Table>
          )}
        </section>
        {selected && <Preview row={selected} />}
      </div>
    </main>
  );
}

function Counts({ page }: { page: Page }): ReactElement {
  const count = (name: string): number => page.counts[name] ?? 0;
  return (
    <ul className={styles.counts}>
      <li data-tone={count("due_8h") > 0 ? "late" : undefined}><strong>{count("due_8h")}</strong> due within 8 hours</li>
      <li data-tone={count("overdue") > 0 ? "late" : undefined}><strong>{count("overdue")}</strong> overdue</li>
      <li><strong>{count("running")}</strong> running</li>
      <li data-tone={count("failed") > 0 ? "late" : undefined}><strong>{count("failed")}</strong> failed</li>
    </ul>
  );
}

function Updated({ at, failing }: { at: number; failing: boolean }): ReactElement | null {
  const zone = useTimeZone();
  if (at === 0) return null;
  return <span className={styles.updated} data-failing={failing}>{failing ? "Not reached, last news" : "Updated"} {clockTime(at, zone)}</span>;
}

function Empty({ search, text }: { search: string; text: string }): ReactElement {
  const [, go] = useLocation();
  const all = (): void => {
    findInWorklist("");
    go("/?view=all_open");
  };
  const nothing = text ? "No case has this number, member or member ID." : search.includes("view=decided_today") ? "Nothing was decided today in this view." : "No open cases in this view.";
  const isAll = search === "" || search === "view=all_open";
  return (
    <div className={parts.empty}>
      <p>{nothing}</p>
      {isAll && !text ? <Link href="/new">Enter a new case</Link> : <button type="button" className={parts.link} onClick={all}>Show all open</button>}
    </div>
  );
}
