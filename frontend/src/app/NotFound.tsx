import type { ReactElement } from "react";
import { Link } from "wouter";
import { Alone } from "../ui/Alone";
import { parts } from "../ui/parts";

export function NotFound(): ReactElement {
  const back = <Link href="/" className={`${parts.button} ${parts.primary}`}>Worklist</Link>;
  return <Alone title="There is no page at this address" act={back}>The link may be cut off. Cases are reached from the worklist.</Alone>;
}

/** A place that is there, but for others. */
export function NotYours(): ReactElement {
  const back = <Link href="/" className={`${parts.button} ${parts.primary}`}>Back</Link>;
  return <Alone title="This is not yours to do" act={back}>Your roles do not reach here. An administrator of the plan can give you another.</Alone>;
}
