/** The one pattern for a page that cannot be: what happened, what to do, one act. */

import { useEffect, useRef, type ReactElement, type ReactNode } from "react";
import styles from "./Alone.module.css";

export function Alone({ title, children, act }: { title: string; children: ReactNode; act: ReactNode }): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <main id="main" className={styles.alone}>
      <h1 ref={heading} tabIndex={-1}>{title}</h1>
      <p>{children}</p>
      {act}
    </main>
  );
}
