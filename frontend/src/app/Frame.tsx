/** The top bar, the skip link, the live region, and the keys that work everywhere. */

import { lazy, Suspense, useEffect, useRef, useState, type FormEvent, type ReactElement, type ReactNode } from "react";
import { Link, useLocation } from "wouter";
import { useMayEnter, useMe } from "../api/me";
import { signOut } from "../api/session";
import { useQueueCount } from "../api/worklist";
import { setRegion } from "../ui/announce";
import { Icon } from "../ui/Icon";
import { useKeys } from "../ui/keys";
import { Key } from "../ui/parts";
import { findInWorklist, worklistPlace } from "../ui/find";
import styles from "./Frame.module.css";
import { SignedIn } from "./SignIn";

const Shortcuts = lazy(() => import("./Shortcuts").then((room) => ({ default: room.Shortcuts })));

const PLACES = [
  { href: "/", name: "Worklist" },
  { href: "/new", name: "New case" },
  { href: "/metrics", name: "Metrics" },
  { href: "/rules", name: "Rules" },
] as const;

export function Frame({ children }: { children: ReactNode }): ReactElement {
  const [listed, setListed] = useState(false);
  const find = useRef<HTMLInputElement>(null);
  const live = useRef<HTMLDivElement>(null);
  const [, go] = useLocation();
  useEffect(() => setRegion(live.current), []);
  useKeys((key) => {
    if (key === "?") setListed(true);
    else if (key === "/") find.current?.focus();
    else if (key === "w") go(worklistPlace());
    else if (key === "c") go("/new");
    else return false;
    return true;
  });
  const sought = (event: FormEvent): void => {
    event.preventDefault();
    findInWorklist(find.current?.value ?? "");
    go("/?view=everything");
  };
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#main">Skip to the content</a>
      <header className={styles.bar}>
        <Link href="/" className={styles.product}><Mark />Prior authorization</Link>
        <Places />
        <form className={styles.find} role="search" onSubmit={sought}>
          <Icon name="find" />
          <input ref={find} type="search" aria-label="Find case number, member or member ID" placeholder="Find case, member or ID" autoComplete="off" />
          <Key>/</Key>
        </form>
        <Account list={() => setListed(true)} />
      </header>
      <SignedIn>{children}</SignedIn>
      <div ref={live} className="hidden" aria-live="polite" role="status" />
      <Suspense fallback={null}>{listed && <Shortcuts close={() => setListed(false)} />}</Suspense>
    </div>
  );
}

function Mark(): ReactElement {
  return (
    <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
      <rect width="18" height="18" rx="4" fill="#7fc4d6" />
      <path d="M4.5 9.2l3 3 6-6.4" fill="none" stroke="#112a3a" strokeWidth="2.2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}

function Places(): ReactElement {
  const [at] = useLocation();
  const mayEnter = useMayEnter();
  const queue = useQueueCount();
  const isHere = (href: string): boolean => (href === "/" ? at === "/" || at.startsWith("/case/") : at.startsWith(href));
  return (
    <nav aria-label="Places" className={styles.places}>
      {PLACES.filter((place) => mayEnter(place.href)).map(({ href, name }) => (
        <Link key={href} href={href} aria-current={isHere(href) ? "page" : undefined}>
          {name}
          {href === "/" && queue !== undefined && <span className={styles.count}><span className="hidden">my queue: </span>{queue}</span>}
        </Link>
      ))}
    </nav>
  );
}

function Account({ list }: { list: () => void }): ReactElement {
  const me = useMe().data;
  return (
    <div className={styles.account}>
      {me?.synthetic === true && <span className={styles.synthetic}>Synthetic data</span>}
      <button type="button" className={styles.shortcuts} onClick={list} aria-label="Shortcuts" aria-keyshortcuts="?"><span>Shortcuts</span> <Key>?</Key></button>
      {me?.auth_mode === "local" && <span className={styles.who}>Local, no sign-in</span>}
      {me !== undefined && me.auth_mode !== "local" && (
        <>
          <span className={styles.who} title={me.name}>{me.name}</span>
          <button type="button" className={styles.shortcuts} onClick={() => void signOut()}>Sign out</button>
        </>
      )}
    </div>
  );
}
