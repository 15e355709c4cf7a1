import { useEffect, useState } from "react";
import { tick } from "./clock";

/** The present moment, renewed as often as a clock due at `dueAt` needs. */
export function useNow(dueAt: string | null = null): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tick(dueAt, now));
    return () => clearInterval(timer);
  }, [dueAt, now]);
  return now;
}
