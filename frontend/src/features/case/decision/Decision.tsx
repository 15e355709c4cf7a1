/** What the person at the screen decides: accept the draft or override it, and sign. */

import { lazy, Suspense, useState, type ReactElement } from "react";
import { Link } from "wouter";
import type { Case, Review } from "../../../api/client";
import { useMe } from "../../../api/me";
import type { Neighbours } from "../../../api/order";
import { worklistPlace } from "../../../ui/find";
import { useKeys } from "../../../ui/keys";
import { Key, parts } from "../../../ui/parts";
import { Asks } from "./Asks";
import styles from "./Decision.module.css";
import { faults, type Form, type Way } from "./form";
import { OtherActs } from "./OtherActs";
import { Override } from "./Override";
import { useUnsigned } from "./unsigned";
import { ACCEPT, DECIDING } from "./words";

const LetterDialog = lazy(() => import("./LetterDialog").then((room) => ({ default: room.LetterDialog })));
const SignDialog = lazy(() => import("./SignDialog").then((room) => ({ default: room.SignDialog })));

interface Props {
  readonly found: Case;
  readonly review: Review | null;
  readonly running: boolean;
  readonly neighbours: Neighbours;
  readonly add: () => void;
  readonly open: () => void;
  readonly renew: () => void;
}

type Shown = "letter" | "sign" | null;

export function Decision(props: Props): ReactElement {
  const { found, review, running, neighbours } = props;
  const decides = !running && review !== null && found.determination === null && DECIDING.some((act) => found.may.includes(act));
  return (
    <section className={styles.acts} aria-label="Your decision" data-deciding={decides}>
      {decides ? <Deciding {...props} review={review} /> : <Standing found={found} running={running} review={review} />}
      <OtherActs found={found} running={running} add={props.add} renew={props.renew} />
      {(!decides || found.state === "info_requested") && <Onward neighbours={neighbours} first={found.determination !== null} />}
      <p className={styles.standing}>AI-assisted draft. You make the determination.</p>
    </section>
  );
}

function Onward({ neighbours, first }: { neighbours: Neighbours; first: boolean }): ReactElement {
  const look = `${parts.button} ${first ? parts.primary : ""}`;
  if (neighbours.next === null) return <Link href={worklistPlace()} className={look}>Worklist <Key>w</Key></Link>;
  return <Link href={`/case/${neighbours.next}`} className={look}>Next case <Key>n</Key></Link>;
}

function Standing({ found, running, review }: { found: Case; running: boolean; review: Review | null }): ReactElement {
  const [shown, show] = useState<Shown>(null);
  const issued = found.determination !== null || found.information_request !== null;
  useKeys((key) => {
    if (key !== "l" || !issued) return false;
    show("letter");
    return true;
  });
  return (
    <>
      <h3>Your decision</h3>
      <p>{why(found, running, review)}</p>
      {issued && <button type="button" className={parts.button} onClick={() => show("letter")}>Letter <Key>l</Key></button>}
      <Suspense fallback={null}>{shown === "letter" && <LetterDialog found={found} body={null} close={() => show(null)} />}</Suspense>
    </>
  );
}

function why(found: Case, running: boolean, review: Review | null): string {
  if (running) return "Opens when the draft is ready.";
  if (found.state === "withdrawn") return "This case was withdrawn.";
  if (found.determination) return "This case is decided.";
  if (found.may.includes("resume")) return "Information is awaited. What arrives is reviewed by itself; resume to decide on what there is.";
  if (review === null && found.latest_review?.outcome === "sealed") return "Opens when the draft has arrived.";
  return review === null ? "There is no draft to decide on. Run the review again." : "You can read this case; a reviewer decides it.";
}

function Deciding({ found, review, open, renew }: Props & { review: Review }): ReactElement {
  const me = useMe().data;
  const [form, change] = useUnsigned(found, review);
  const [shown, show] = useState<Shown>(null);
  const [tried, setTried] = useState(false);
  const wrong = faults(form, review);
  const choose = (way: Way): void => {
    open();
    change({ way });
    requestAnimationFrame(() => document.getElementById(`way-${way}`)?.focus());
  };
  const sign = (): void => {
    open();
    setTried(true);
    const first = Object.keys(wrong)[0];
    if (first === undefined) show("sign");
    else requestAnimationFrame(() => document.getElementById(`decision-${first}`)?.focus());
  };
  useKeys((key) => {
    if (shown !== null) return false;
    if (key === "a") choose("accept");
    else if (key === "o") choose("override");
    else if (key === "l") show("letter");
    else if (key === "Ctrl Enter") sign();
    else return false;
    return true;
  });
  return (
    <>
      <h3>Your decision</h3>
      <Ways form={form} review={review} found={found} choose={(way) => change({ way })} />
      <div className={styles.form}>
        {form.way !== null && <Fields found={found} review={review} form={form} change={change} wrong={tried ? wrong : {}} />}
        {tried && wrong.way && <p className={styles.fault} id="decision-way" tabIndex={-1}>{wrong.way}</p>}
      </div>
      <div className={styles.sign}>
        <button type="button" className={`${parts.button} ${parts.primary}`} onClick={sign}>Sign and record <Key>Ctrl ⏎</Key></button>
        <button type="button" className={parts.button} onClick={() => show("letter")}>Letter <Key>l</Key></button>
      </div>
      <Suspense fallback={null}>
        {shown === "letter" && <LetterDialog found={found} body={{ form, review }} close={() => show(null)} />}
        {shown === "sign" && me && <SignDialog found={found} review={review} form={form} me={me} close={() => show(null)} renew={renew} />}
      </Suspense>
    </>
  );
}

function Ways({ form, review, found, choose }: { form: Form; review: Review; found: Case; choose: (way: Way) => void }): ReactElement {
  const words: Record<Way, string> = { accept: ACCEPT[review.recommendation] ?? "Accept", override: "Override" };
  const may = { accept: found.state !== "info_requested" || review.recommendation !== "pend_for_review", override: true };
  return (
    <fieldset className={styles.ways}>
      <legend className="hidden">Accept or override the draft</legend>
      {(["accept", "override"] as const).map((way) => (
        <label key={way} data-on={form.way === way}>
          <input type="radio" id={`way-${way}`} name="way" checked={form.way === way} disabled={!may[way]} aria-keyshortcuts={way.charAt(0)} onChange={() => choose(way)} />
          {words[way]}<Key>{way.charAt(0)}</Key>
        </label>
      ))}
    </fieldset>
  );
}

interface FieldsProps {
  readonly found: Case;
  readonly review: Review;
  readonly form: Form;
  readonly change: (changes: Partial<Form>) => void;
  readonly wrong: ReturnType<typeof faults>;
}

function Fields(props: FieldsProps): ReactElement {
  const { review, form } = props;
  if (form.way === "accept" && review.recommendation === "approve") return <p className={styles.about}>Every item is approved as requested. The member and the provider get a letter.</p>;
  if (form.way === "accept" && review.recommendation === "pend_for_review") return <Asks {...props} />;
  return <Override {...props} />;
}
