import type { ReactElement } from "react";
import { Link } from "wouter";
import { parts } from "../ui/parts";
import styles from "./Frame.module.css";

export function NotFound(): ReactElement {
  return (
    <main id="main" className={styles.alone}>
      <h1>There is no page at this address</h1>
      <p>The link may be cut off. Cases are reached from the worklist.</p>
      <Link href="/" className={`${parts.button} ${parts.primary}`}>Worklist</Link>
    </main>
  );
}
