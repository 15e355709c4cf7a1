import type { ReactElement } from "react";
import { Link } from "wouter";
import { Alone } from "../ui/Alone";
import { parts } from "../ui/parts";

export function NotFound(): ReactElement {
  const back = <Link href="/" className={`${parts.button} ${parts.primary}`}>Worklist</Link>;
  return <Alone title="There is no page at this address" act={back}>The link may be cut off. Cases are reached from the worklist.</Alone>;
}
