import { useEffect } from "react";

/** The browser asks before the page is left while this holds. */
export function useLeaveWarning(holds: boolean): void {
  useEffect(() => {
    if (!holds) return;
    const leaving = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener("beforeunload", leaving);
    return () => removeEventListener("beforeunload", leaving);
  }, [holds]);
}
