/** What was sent in and what was written about it: each in place, in a window of its own, or as a file. */

import { useState, type ReactElement, type ReactNode } from "react";
import type { Case } from "../../api/client";
import { moment } from "../../ui/clock";
import { Icon } from "../../ui/Icon";
import { parts, Tag } from "../../ui/parts";
import { counted } from "../../ui/words";
import styles from "./Documents.module.css";

interface Props {
  readonly found: Case;
  /** The sealed review on screen, if any. */
  readonly review: number | null;
  readonly show: (id: number) => void;
  readonly shown: number;
}

export function Documents({ found, review, show, shown }: Props): ReactElement {
  const [framed, frame] = useState<Paper | null>(null);
  const toggle = (paper: Paper): void => frame(framed?.pdf === paper.pdf ? null : paper);
  return (
    <div className={styles.documents}>
      <h3>Sent in</h3>
      <ul>
        {found.documents.map((one) => {
          const content = `/api/cases/${found.case_id}/documents/${one.document_id}/content`;
          const isPdf = one.media_type === "application/pdf";
          return (
            <Line key={one.document_id} about={aboutSource(found, one)} pdf={isPdf ? { title: one.title, pdf: content } : null} framed={framed} toggle={toggle} file={one.kind === "note" ? null : content}>
              <button type="button" className={parts.link} aria-pressed={one.document_id === shown} onClick={() => show(one.document_id)}>{one.document_id}. {one.title}</button>
              {one.characters === 0 && <Tag tone="warn">No text found</Tag>}
              {one.read_by_review === null && <Tag tone="warn">Not yet read</Tag>}
            </Line>
          );
        })}
      </ul>
      {review !== null && (
        <>
          <h3>Written about it</h3>
          <ul>
            {papersOf(found, review).map((paper) => (
              <Line key={paper.pdf} about={paper.about} pdf={paper} framed={framed} toggle={toggle} file={paper.pdf} other={paper.other}>{paper.title}</Line>
            ))}
            {found.may.includes("audit_log") && <Line about="Everything of the case, to be verified and replayed on another machine" pdf={null} framed={framed} toggle={toggle} file={`/api/cases/${found.case_id}/bundle.zip`}>Full case bundle</Line>}
          </ul>
        </>
      )}
      {/* A sandboxed frame shows no PDF; the server sends these addresses as PDFs of our own origin or as downloads. */}
      {framed !== null && <iframe key={framed.pdf} className={styles.pdf} title={framed.title} src={`${framed.pdf}#toolbar=0&navpanes=0&view=FitH`} />}
    </div>
  );
}

interface Paper {
  readonly title: string;
  readonly pdf: string;
}

interface Written extends Paper {
  readonly about: string;
  /** The same in plain words, and what to call it. */
  readonly other: readonly [string, string];
}

function papersOf(found: Case, review: number): Written[] {
  const at = `/api/cases/${found.case_id}`;
  const issued = found.determination !== null || found.information_request !== null;
  const letters = (["provider", "member"] as const).map((audience) => ({
    title: `Letter to the ${audience}`,
    about: found.determination ? `Number ${found.determination.number}` : "Asks for information",
    pdf: `${at}/letter.pdf?audience=${audience}`,
    other: ["Text", `${at}/letter.txt?audience=${audience}`] as const,
  }));
  return [
    { title: `Audit justification, review ${review}`, about: "Every criterion with its quotes, sources and rules", pdf: `${at}/audit.pdf?review=${review}`, other: ["Markdown", `${at}/audit.md?review=${review}`] },
    ...(issued ? letters : []),
  ];
}

function aboutSource(found: Case, one: Case["documents"][number]): string {
  const told = [
    one.pages > 0 ? counted(one.pages, "page") : "",
    `${one.characters.toLocaleString("en-US")} characters`,
    `added ${moment(one.added_at, found.clock.time_zone)} by ${one.added_by}`,
    one.read_by_review === null ? "" : `read by review ${one.read_by_review}`,
  ];
  return told.filter(Boolean).join(" · ");
}

interface LineProps {
  readonly children: ReactNode;
  readonly about: string;
  readonly pdf: Paper | null;
  readonly framed: Paper | null;
  readonly toggle: (paper: Paper) => void;
  readonly file: string | null;
  readonly other?: readonly [string, string];
}

function Line({ children, about, pdf, framed, toggle, file, other }: LineProps): ReactElement {
  const open = pdf !== null && framed?.pdf === pdf.pdf;
  return (
    <li>
      <Icon name="file" />
      <div>
        <div className={styles.title}>{children}</div>
        <p>{about}</p>
      </div>
      <div className={styles.ways}>
        {pdf && <button type="button" className={`${parts.button} ${parts.small}`} aria-expanded={open} aria-label={`${open ? "Close" : "Show"} ${pdf.title}`} onClick={() => toggle(pdf)}>{open ? "Close" : "Show"}</button>}
        {pdf && <a href={pdf.pdf} target="_blank" rel="noreferrer">Open<span className="hidden"> {pdf.title} in a window</span></a>}
        {other && <a href={other[1]} download>{other[0]}<span className="hidden"> of {pdf?.title}</span></a>}
        {file && <a href={file} download>Download<span className="hidden"> {pdf?.title ?? "it"}</span></a>}
      </div>
    </li>
  );
}
