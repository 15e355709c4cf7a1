import { useState, type ReactElement } from "react";
import type { Case } from "../../api/client";
import { moment } from "../../ui/clock";
import { Icon } from "../../ui/Icon";
import { parts, Tag } from "../../ui/parts";
import { counted } from "../../ui/words";
import styles from "./Documents.module.css";

/** The sources of the case: what each is, whether it was read, its text in the note pane, its PDF in place. */
export function Documents({ found, show, shown }: { found: Case; show: (id: number) => void; shown: number }): ReactElement {
  const [framed, setFramed] = useState<number | null>(null);
  const address = (id: number): string => `/api/cases/${found.case_id}/documents/${id}/content`;
  return (
    <div className={styles.documents}>
      <ul>
        {found.documents.map((one) => (
          <li key={one.document_id}>
            <Icon name="file" />
            <div>
              <button type="button" className={parts.link} aria-pressed={one.document_id === shown} onClick={() => show(one.document_id)}>{one.document_id}. {one.title}</button>
              <p>{[one.pages > 0 ? counted(one.pages, "page") : "", `${one.characters.toLocaleString("en-US")} characters`, `added ${moment(one.added_at, found.clock.time_zone)} by ${one.added_by}`, one.read_by_review === null ? "" : `read by review ${one.read_by_review}`].filter(Boolean).join(" · ")}</p>
            </div>
            {one.characters === 0 && <Tag tone="warn">No text found</Tag>}
            {one.read_by_review === null && <Tag tone="warn">Not yet read</Tag>}
            {one.media_type === "application/pdf" && <button type="button" className={`${parts.button} ${parts.small}`} aria-expanded={framed === one.document_id} onClick={() => setFramed(framed === one.document_id ? null : one.document_id)}>{framed === one.document_id ? "Close PDF" : "Show PDF"}</button>}
            {one.kind !== "note" && <a href={address(one.document_id)} download>Download</a>}
          </li>
        ))}
      </ul>
      {/* A sandboxed frame shows no PDF; the server sends this address as a PDF of our own origin or as a download. */}
      {framed !== null && <iframe className={styles.pdf} title={`Document ${framed}`} src={`${address(framed)}#toolbar=0&navpanes=0&view=FitH`} />}
    </div>
  );
}
