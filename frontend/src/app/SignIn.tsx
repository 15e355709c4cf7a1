/** What stands before or over the screens when nobody is signed in, has no role here, or has been away. */

import { useEffect, useRef, useState, useSyncExternalStore, type ReactElement, type ReactNode } from "react";
import { Problem, type Me } from "../api/client";
import { useMe } from "../api/me";
import { endSession, isSignedOut, onSession, signOut } from "../api/session";
import { Alone } from "../ui/Alone";
import { parts } from "../ui/parts";
import styles from "./SignIn.module.css";

const AWAY = 15 * 60_000;
const STIRRINGS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** The screens for who may see them; nothing of them is drawn for somebody unknown. */
export function SignedIn({ children }: { children: ReactNode }): ReactElement {
  const me = useMe();
  if (me.data?.roles.length === 0) return <NoRole />;
  if (me.data === undefined && me.error instanceof Problem) return <Unknown problem={me.error} again={() => void me.refetch()} />;
  return (
    <>
      {children}
      {me.data && <Over me={me.data} again={() => void me.refetch()} />}
    </>
  );
}

function Unknown({ problem, again }: { problem: Problem; again: () => void }): ReactElement {
  if (problem.status === 401) {
    const here = encodeURIComponent(location.pathname + location.search);
    return <Alone title="Sign in to go on" act={<a className={`${parts.button} ${parts.primary}`} href={`/auth/login?next=${here}`}>Sign in</a>}>This page is for people of the plan. After signing in you come back to it.</Alone>;
  }
  return <Alone title={problem.title} act={<button type="button" className={`${parts.button} ${parts.primary}`} onClick={again}>Try again</button>}>{problem.detail}</Alone>;
}

function NoRole(): ReactElement {
  return <Alone title="You have no access here" act={<button type="button" className={parts.button} onClick={() => void signOut()}>Sign out</button>}>Your account is known but holds no role in this system. An administrator of the plan can give you one.</Alone>;
}

/** Over the page, which stays as it is: after a lost session, or after a quarter of an hour without use. */
function Over({ me, again }: { me: Me; again: () => void }): ReactElement | null {
  const out = useSyncExternalStore(onSession, isSignedOut);
  const [covered, cover] = useState(false);
  const local = me.auth_mode === "local";
  useAway(covered || out, () => {
    cover(true);
    if (!local) void endSession();
  });
  useEffect(() => {
    if (!out) return;
    addEventListener("focus", again);
    return () => removeEventListener("focus", again);
  }, [out, again]);
  const [was, remember] = useState(out);
  if (was !== out) {
    remember(out);
    if (!out) cover(false);
  }
  if (!covered && !out) return null;
  return (
    <Cover opaque={covered}>
      <h2>{covered ? "Covered after 15 minutes without use" : "Sign in to go on"}</h2>
      <p>What you were doing is kept{out && " and goes on from where it stopped"}.</p>
      {out ? (
        <div>
          <a data-first className={`${parts.button} ${parts.primary}`} href="/auth/login?next=/" target="_blank" rel="noreferrer">Sign in, in a new tab</a>
          <button type="button" className={parts.button} onClick={again}>I have signed in</button>
        </div>
      ) : (
        <button data-first type="button" className={`${parts.button} ${parts.primary}`} onClick={() => cover(false)}>Show my work</button>
      )}
    </Cover>
  );
}

function Cover({ opaque, children }: { opaque: boolean; children: ReactNode }): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    element?.showModal();
    element?.querySelector<HTMLElement>("[data-first]")?.focus();
    return () => {
      element?.close();
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return <dialog ref={dialog} className={styles.cover} data-opaque={opaque} aria-label={opaque ? "Screen covered" : "Sign in"} onCancel={(event) => event.preventDefault()}>{children}</dialog>;
}

function useAway(paused: boolean, away: () => void): void {
  const held = useRef(away);
  useEffect(() => {
    held.current = away;
  });
  useEffect(() => {
    if (paused) return;
    let timer = setTimeout(() => held.current(), AWAY);
    const stirred = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => held.current(), AWAY);
    };
    for (const kind of STIRRINGS) addEventListener(kind, stirred, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const kind of STIRRINGS) removeEventListener(kind, stirred);
    };
  }, [paused]);
}
