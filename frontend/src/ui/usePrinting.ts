import { useEffect, useState } from "react";
import { flushSync } from "react-dom";

/** The moment at which the page is being put on paper, which shows what the screen keeps folded; else nothing. */
export function usePrinting(): string | null {
  const [printing, setPrinting] = useState<string | null>(null);
  useEffect(() => {
    // The browser lays the sheet out as soon as the event is over.
    const before = (): void => flushSync(() => setPrinting(new Date().toISOString()));
    const after = (): void => setPrinting(null);
    addEventListener("beforeprint", before);
    addEventListener("afterprint", after);
    return () => {
      removeEventListener("beforeprint", before);
      removeEventListener("afterprint", after);
    };
  }, []);
  return printing;
}
