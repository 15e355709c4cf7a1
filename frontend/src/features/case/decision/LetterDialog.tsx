/** A letter: before signing as it would read, after as it was issued, PDF in place or plain text. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState, type ReactElement } from "react";
import { previewLetters, type PreviewBody } from "../../../api/acts";
import { readText, type Case, type Review } from "../../../api/client";
import { useKeys } from "../../../ui/keys";
import { Dialog, Key, Notice, parts, Skeleton, Trouble } from "../../../ui/parts";
import styles from "./Decision.module.css";
import { chosen, determination, faults, informationRequest, type Form } from "./form";

type Audience = "member" | "provider";

interface Props {
  readonly found: Case;
  /** The unsigned decision, or nothing where the letter has been issued. */
  readonly body: { readonly form: Form; readonly review: Review } | null;
  readonly close: () => void;
}

export function LetterDialog({ found, body, close }: Props): ReactElement {
  const [audience, choose] = useState<Audience>("provider");
  return (
    <Dialog title={body ? "Letter, not yet issued" : "Letter"} close={close} wide>
      <div className={styles.dialog}>
        <div className={styles.bar} role="group" aria-label="Reader of the letter">
          {(["provider", "member"] as const).map((one, at) => (
            <button key={one} type="button" data-first={at === 0 ? true : undefined} className={parts.chip} aria-pressed={audience === one} onClick={() => choose(one)}>To the {one}</button>
          ))}
        </div>
        {body ? <Unsigned found={found} audience={audience} form={body.form} review={body.review} /> : <Issued found={found} audience={audience} />}
      </div>
    </Dialog>
  );
}

function Unsigned({ found, audience, form, review }: { found: Case; audience: Audience; form: Form; review: Review }): ReactElement {
  const missing = Object.values(faults(form, review))[0];
  const shown = useQuery({
    queryKey: ["letter-preview", found.case_id, JSON.stringify(form)],
    queryFn: () => previewLetters(found.case_id, actOf(form, review)),
    enabled: missing === undefined,
    gcTime: 0,
  });
  if (missing !== undefined) return <p>The letter can be drawn up once the decision is complete. {missing}</p>;
  if (shown.isPending) return <Skeleton what="the letter" lines={9} />;
  if (shown.isError) return <Trouble what="Letter" error={shown.error} retry={() => void shown.refetch()} />;
  const letter = shown.data.letters.find((one) => one.audience === audience);
  if (letter === undefined) return <p>This act writes no letter to the {audience}.</p>;
  const blocking = letter.findings.filter((one) => one.blocks);
  return (
    <>
      {!letter.may_go_out && <Notice tone="bad" title="The letter cannot go out as it stands, so nothing can be signed">{blocking.map((one) => one.message).join(" ")}</Notice>}
      <PlainText text={letter.text} />
      <PdfLink base64={letter.pdf_base64} name={`letter-preview-${audience}.pdf`} />
    </>
  );
}

/** The content policy frames only what the server sends, so a PDF not yet issued opens as a file of its own. */
function PdfLink({ base64, name }: { base64: string; name: string }): ReactElement | null {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const made = URL.createObjectURL(new Blob([bytes], { type: "application/pdf" }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [base64]);
  return address === null ? null : <p className={styles.bar}><a href={address} download={name}>Download as PDF</a></p>;
}

const actOf = (form: Form, review: Review): PreviewBody =>
  chosen(form, review) === "request_information" ? { information_request: informationRequest(form, review.review) } : { determination: determination(form, review, new Date().toISOString()) };

function Issued({ found, audience }: { found: Case; audience: Audience }): ReactElement {
  const [plain, setPlain] = useState(false);
  const at = `/api/cases/${found.case_id}/letter`;
  useKeys((key) => {
    if (key !== "x") return false;
    setPlain(!plain);
    return true;
  });
  return (
    <>
      <div className={styles.bar}>
        <button type="button" className={`${parts.button} ${parts.small}`} aria-pressed={plain} onClick={() => setPlain(!plain)}>{plain ? "As PDF" : "As plain text"} <Key>x</Key></button>
        <a href={`${at}.pdf?audience=${audience}`} download>Download PDF</a>
      </div>
      {plain ? <PlainLetter address={`${at}.txt?audience=${audience}`} /> : <iframe className={styles.letter} title={`Letter to the ${audience}`} src={`${at}.pdf?audience=${audience}#toolbar=0&navpanes=0&view=FitH`} />}
    </>
  );
}

function PlainLetter({ address }: { address: string }): ReactElement {
  const text = useQuery({ queryKey: ["letter", address], queryFn: () => readText(address) });
  if (text.isPending) return <Skeleton what="the letter" lines={9} />;
  if (text.isError) return <Trouble what="Letter" error={text.error} retry={() => void text.refetch()} />;
  return <PlainText text={text.data} />;
}

function PlainText({ text }: { text: string }): ReactElement {
  // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling region must be reachable by keyboard
  return <pre className={styles.plain} role="region" aria-label="Text of the letter" tabIndex={0}>{text}</pre>;
}
