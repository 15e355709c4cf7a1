import { useEffect } from "react";
import { hold, release } from "./leaving";

/** Whoever leaves the page while this holds is asked first. Answers how to let it go before the next drawing. */
export function useLeaveWarning(holds: boolean): () => void {
  useEffect(() => (holds ? hold() : undefined), [holds]);
  return release;
}
